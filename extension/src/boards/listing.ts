// The contents of folders on boards, as last seen: VS Code redraws a tree more often than boards should be asked.

import type { Entry } from "../generated/contract.ts";
import type { Disposable } from "../lib/disposables.ts";
import { folderOf, inFolder, isWithin, placeOf } from "../lib/boardPath.ts";
import { Emitter } from "../lib/emitter.ts";
import { forgetFailure } from "../lib/forgetFailure.ts";
import type { Wire } from "../sidecar/wire.ts";

export interface ListingEntry extends Entry {
  /** An absolute path on the board. */
  readonly path: string;
}

type Folders = Map<string, Promise<readonly ListingEntry[]>>;

export class Listing implements Disposable {
  readonly #wire: Wire;
  readonly #changed = new Emitter<string>();
  readonly #touched = new Emitter<string>();
  // By board, then by path. Promises, so that two callers at the same time share one answer.
  readonly #known = new Map<string, Folders>();
  // By board, then by first folder.
  readonly #readOnly = new Map<string, Map<string, Promise<boolean>>>();

  /** Fires with a board whose files must be read again, since anything may have changed. */
  readonly onDidChange = this.#changed.event;

  /** Fires with a board on which we have changed something. */
  readonly onDidTouch = this.#touched.event;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  async entries(board: string, path: string): Promise<readonly ListingEntry[]> {
    const folders = mapIn(this.#known, board);
    const known = folders.get(path);
    if (known !== undefined) return known;
    const asked = this.#ask(board, path);
    folders.set(path, asked);
    forgetFailure(folders, path, asked);
    return asked;
  }

  /** Whether the file system of a path is read-only, like that of a ROM. */
  async isReadOnly(board: string, path: string): Promise<boolean> {
    const places = mapIn(this.#readOnly, board);
    const place = placeOf(path);
    const known = places.get(place);
    if (known !== undefined) return known;
    const asked = this.#wire.request("files/space", { board, path: place }).then(({ readOnly }) => readOnly);
    places.set(place, asked);
    forgetFailure(places, place, asked);
    return asked;
  }

  /** Call it when files may have changed: after a program, a reset or a new connection, or at the user's wish. */
  forget(board: string): void {
    this.#readOnly.delete(board);
    if (this.#known.delete(board)) this.#changed.fire(board);
  }

  forgetAll(): void {
    for (const board of [...this.#known.keys()]) this.forget(board);
  }

  /** Forgets everything below a path that we created, changed or removed, and the folder that contains it. */
  touch(board: string, path: string): void {
    const folders = mapIn(this.#known, board);
    for (const folder of [...folders.keys()]) if (isWithin(folder, path)) folders.delete(folder);
    // A folder that was never listed may be new itself, in which case the folder above shows it.
    let folder = folderOf(path);
    while (!folders.delete(folder) && folder !== "/") folder = folderOf(folder);
    this.#touched.fire(board);
  }

  dispose(): void {
    this.#changed.dispose();
    this.#touched.dispose();
  }

  async #ask(board: string, path: string): Promise<readonly ListingEntry[]> {
    const { entries } = await this.#wire.request("files/list", { board, path });
    return entries.map((entry) => ({ ...entry, path: inFolder(path, entry.name) })).sort(byKindAndName);
  }
}

function mapIn<K, V>(maps: Map<string, Map<K, V>>, key: string): Map<K, V> {
  const map = maps.get(key) ?? new Map<K, V>();
  maps.set(key, map);
  return map;
}

function byKindAndName(a: Entry, b: Entry): number {
  if (a.kind !== b.kind) return a.kind === "folder" ? -1 : 1;
  return a.name.localeCompare(b.name);
}
