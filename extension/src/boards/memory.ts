// What is remembered about boards from one window to the next.

import type { Memento } from "vscode";

const LAST_USED = "lastUsedBoard";
const ALWAYS_STOP = "alwaysStopOn";

export class BoardMemory {
  readonly #global: Memento;

  constructor(global: Memento) {
    this.#global = global;
  }

  get lastUsed(): string | undefined {
    return this.#global.get<string>(LAST_USED);
  }

  async use(board: string): Promise<void> {
    if (this.lastUsed !== board) await this.#global.update(LAST_USED, board);
  }

  /** Whether a run may stop a program on this board without asking. */
  alwaysStops(board: string): boolean {
    return this.#stopping().includes(board);
  }

  async alwaysStop(board: string): Promise<void> {
    await this.#global.update(ALWAYS_STOP, [...new Set([...this.#stopping(), board])]);
  }

  async askAgain(): Promise<void> {
    await this.#global.update(ALWAYS_STOP, undefined);
  }

  #stopping(): readonly string[] {
    return this.#global.get<string[]>(ALWAYS_STOP) ?? [];
  }
}
