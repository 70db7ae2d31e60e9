// The REPL terminals of this window. We open at most one for a board; profiles may open more.

import * as vscode from "vscode";
import type { ReplEventParams } from "../generated/contract.ts";
import { Disposables, type Disposable } from "../lib/disposables.ts";
import type { ContextKey } from "../lib/ids.ts";
import { within } from "../lib/time.ts";
import type { ReplChannels } from "./channel.ts";
import { ReplTerminal } from "./repl.ts";

/** Whether the terminal that has, or last had, the focus is a REPL, so that control keys go to the board. */
const REPL_ACTIVE: ContextKey = "jumperwire.replActive";

/** VS Code opens a pseudoterminal within milliseconds; a run must not wait for ever if it does not. */
const OPEN_DEADLINE_MS = 3_000;

export interface TerminalsHost {
  nameOf(board: string): string;
  isConnected(board: string): boolean;
  connect(board: string): void;
  describe(event: ReplEventParams): string | undefined;
  explain(error: unknown): string;
}

interface Open {
  readonly board: string;
  readonly repl: ReplTerminal;
}

export class Terminals implements Disposable {
  readonly #owned = new Disposables();
  readonly #channels: ReplChannels;
  readonly #host: TerminalsHost;
  // Keyed by pseudoterminal, since a profile's terminal is known only once VS Code has made it.
  readonly #open = new Set<Open>();

  constructor(channels: ReplChannels, host: TerminalsHost) {
    this.#channels = channels;
    this.#host = host;
    this.#owned.add(
      vscode.window.onDidChangeActiveTerminal((terminal) => {
        this.#followActive(terminal);
      }),
    );
  }

  /** Shows the board's terminal, and creates it if there is none. */
  async show(board: string, { preserveFocus }: { preserveFocus: boolean }): Promise<void> {
    const terminal = this.#terminalOf(board) ?? vscode.window.createTerminal(this.options(board));
    terminal.show(preserveFocus);
    await this.#ready(board, terminal);
  }

  /**
   * For a run: its output must have a place to go, but a terminal that is open stays as it is. False when the person
   * closed it before it was open.
   */
  async ensure(board: string): Promise<boolean> {
    if (this.#terminalOf(board) === undefined) await this.show(board, { preserveFocus: true });
    else this.#terminalOf(board)?.show(true);
    return this.#terminalOf(board) !== undefined;
  }

  close(board: string): void {
    this.#terminalOf(board)?.dispose();
  }

  options(board: string): vscode.ExtensionTerminalOptions {
    return {
      name: this.#host.nameOf(board),
      pty: this.#make(board),
      iconPath: new vscode.ThemeIcon("circuit-board"),
      isTransient: true,
    };
  }

  boardOf(terminal: vscode.Terminal | undefined): string | undefined {
    return this.#openOf(terminal)?.board;
  }

  /** The board of the terminal that has, or last had, the focus. */
  get active(): string | undefined {
    return this.boardOf(vscode.window.activeTerminal);
  }

  /** Call it after the sidecar has come back. */
  async reattach(): Promise<void> {
    await Promise.all([...this.#open].map(({ repl }) => repl.attach()));
  }

  notice(text: string): void {
    for (const { repl } of this.#open) repl.notice(text);
  }

  dispose(): void {
    this.#owned.dispose();
    for (const terminal of vscode.window.terminals) if (this.boardOf(terminal) !== undefined) terminal.dispose();
  }

  #make(board: string): ReplTerminal {
    const host = this.#host;
    const repl = new ReplTerminal(this.#channels.of(board), {
      describe: (event) => host.describe(event),
      explain: (error) => host.explain(error),
      isConnected: () => host.isConnected(board),
      connect: () => {
        host.connect(board);
      },
    });
    const open = { board, repl };
    this.#open.add(open);
    repl.onDidEnd(() => this.#open.delete(open));
    return repl;
  }

  #terminalOf(board: string): vscode.Terminal | undefined {
    return vscode.window.terminals.find((terminal) => this.boardOf(terminal) === board);
  }

  #openOf(terminal: vscode.Terminal | undefined): Open | undefined {
    const options = terminal?.creationOptions;
    if (options === undefined || !("pty" in options)) return undefined;
    return [...this.#open].find(({ repl }) => repl === options.pty);
  }

  async #ready(board: string, terminal: vscode.Terminal): Promise<void> {
    const open = [...this.#open].find((each) => each.board === board);
    if (open === undefined) return;
    if (vscode.workspace.isTrusted) await within(OPEN_DEADLINE_MS, open.repl.ready, undefined);
    // In Restricted Mode, VS Code first asks about the terminal, for any time, and opens it whatever the answer.
    else await Promise.race([open.repl.ready, closed(terminal)]);
  }

  #followActive(terminal: vscode.Terminal | undefined): void {
    void vscode.commands.executeCommand("setContext", REPL_ACTIVE, this.boardOf(terminal) !== undefined);
  }
}

function closed(terminal: vscode.Terminal): Promise<void> {
  return new Promise((resolve) => {
    const registration = vscode.window.onDidCloseTerminal((other) => {
      if (other !== terminal) return;
      registration.dispose();
      resolve();
    });
  });
}
