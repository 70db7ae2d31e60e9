// Decides, from changes of a board's state, when its files must be read again.

import type { Board } from "../generated/contract.ts";
import { Disposables, type Disposable } from "../lib/disposables.ts";
import { isReady } from "./board.ts";
import type { Listing } from "./listing.ts";
import type { BoardStore } from "./store.ts";

export class Freshness implements Disposable {
  readonly #owned = new Disposables();
  readonly #listing: Listing;
  #before = new Map<string, Board>();

  constructor(store: BoardStore, listing: Listing) {
    this.#listing = listing;
    this.#owned.add(
      store.onDidChange((boards) => {
        this.#compare(boards);
      }),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #compare(boards: readonly Board[]): void {
    const before = this.#before;
    this.#before = new Map(boards.map((board) => [board.id, board]));
    for (const board of boards) if (isStale(before.get(board.id), board)) this.#listing.forget(board.id);
  }
}

/** A line typed in the REPL may change files too, but reading them after every line would keep the board busy. */
function isStale(before: Board | undefined, now: Board): boolean {
  if (before === undefined) return false;
  const programEnded = before.program !== null && now.program === null;
  return programEnded || isReady(before) !== isReady(now);
}
