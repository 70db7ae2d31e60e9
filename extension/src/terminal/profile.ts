// The terminal profile "MicroPython REPL".

import * as vscode from "vscode";
import type { Terminals } from "./terminals.ts";

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
    return board === undefined ? undefined : new vscode.TerminalProfile(this.#terminals.options(board));
  }
}
