// Counts each board's connections, so that an item opened in one is not opened automatically in the next.

import type { Board } from "../generated/contract.ts";
import { isReady } from "./board.ts";

/**
 * VS Code opens a tree item again that was open under the same id, and asks for its children. Listing files
 * would then send bytes to a board that nobody asked to disturb, and a program may be reading them.
 */
export class Generations {
  readonly #counts = new Map<string, number>();
  #ready = new Set<string>();

  update(boards: readonly Board[]): void {
    const ready = new Set(boards.filter(isReady).map(({ id }) => id));
    for (const id of ready) if (!this.#ready.has(id)) this.#counts.set(id, this.of(id) + 1);
    this.#ready = ready;
  }

  of(id: string): number {
    return this.#counts.get(id) ?? 0;
  }
}
