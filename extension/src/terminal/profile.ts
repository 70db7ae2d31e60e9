// The terminal profile "MicroPython REPL".

import * as vscode from "vscode";
import type { Terminals } from "./terminals.ts";

/** VS Code shows the newest terminal when we answer, and this one does not exist yet. */
function showOnceOpen(pty: vscode.Pseudoterminal): void {
  const registration = vscode.window.onDidOpenTerminal((terminal) => {
    if (!("pty" in terminal.creationOptions) || terminal.creationOptions.pty !== pty) return;
    registration.dispose();
    terminal.show();
  });
}

/** Chooses the board, asking if it is not clear. It is connected while the terminal opens. */
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
