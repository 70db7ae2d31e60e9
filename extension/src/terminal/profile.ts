// The terminal profile "MicroPython REPL".

import * as vscode from "vscode";
import type { Terminals } from "./terminals.ts";

/** VS Code shows the terminal that is newest when we answer, which is not yet this one. */
function showOnceOpen(pty: vscode.Pseudoterminal): void {
  const registration = vscode.window.onDidOpenTerminal((terminal) => {
    if (!("pty" in terminal.creationOptions) || terminal.creationOptions.pty !== pty) return;
    registration.dispose();
    terminal.show();
  });
}

/** Which board's REPL it is, asking where that is not clear; it is connected while the terminal opens. */
export type BoardForTerminal = () => Promise<string | undefined>;

export class ReplProfile implements vscode.TerminalProfileProvider {
  readonly #terminals: Terminals;
  readonly #board: BoardForTerminal;

  constructor(terminals: Terminals, board: BoardForTerminal) {
    this.#terminals = terminals;
    this.#board = board;
  }

  async provideTerminalProfile(): Promise<vscode.TerminalProfile | undefined> {
    const board = await this.#board();
    if (board === undefined) return undefined;
    const options = this.#terminals.options(board);
    showOnceOpen(options.pty);
    return new vscode.TerminalProfile(options);
  }
}
