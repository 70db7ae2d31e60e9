// What folders on boards hold, as last seen: VS Code redraws a tree far more often than a board should be asked.

import type { Entry } from "../generated/contract.ts";
import type { Disposable } from "../lib/disposables.ts";
import { Emitter } from "../lib/emitter.ts";
import type { Wire } from "../sidecar/wire.ts";

export interface ListingEntry extends Entry {
  /** Absolute, on the board. */
  readonly path: string;
}

export class Listing implements Disposable {
  readonly #wire: Wire;
  readonly #changed = new Emitter<string>();
  // By board, then by path. Promises, so that two who ask at once share one answer.
  readonly #known = new Map<string, Map<string, Promise<readonly ListingEntry[]>>>();

  /** Fires with the board whose files have to be looked at again. */
  readonly onDidChange = this.#changed.event;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  async entries(board: string, path: string): Promise<readonly ListingEntry[]> {
    const folders = this.#known.get(board) ?? new Map<string, Promise<readonly ListingEntry[]>>();
    this.#known.set(board, folders);
    const known = folders.get(path);
    if (known !== undefined) return known;
    const asked = this.#ask(board, path);
    folders.set(path, asked);
    // A failure is not kept: what failed while a program ran may work after it.
    asked.catch(() => folders.delete(path));
    return asked;
  }

  /** After anything that may have changed files: a program, a reset, a new connection, a person's wish. */
  forget(board: string): void {
    if (this.#known.delete(board)) this.#changed.fire(board);
  }

  forgetAll(): void {
    for (const board of [...this.#known.keys()]) this.forget(board);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #ask(board: string, path: string): Promise<readonly ListingEntry[]> {
    const { entries } = await this.#wire.request("files/list", { board, path });
    const base = path === "/" ? "" : path;
    return entries.map((entry) => ({ ...entry, path: `${base}/${entry.name}` })).sort(byKindAndName);
  }
}

function byKindAndName(a: Entry, b: Entry): number {
  if (a.kind !== b.kind) return a.kind === "folder" ? -1 : 1;
  return a.name.localeCompare(b.name);
}
