// The editor's only copy of the boards, which everything that shows boards uses.

import type { Board } from "../generated/contract.ts";
import type { Disposable } from "../lib/disposables.ts";
import { Disposables } from "../lib/disposables.ts";
import { Emitter } from "../lib/emitter.ts";
import type { Wire } from "../sidecar/wire.ts";

export class BoardStore implements Disposable {
  readonly #wire: Wire;
  readonly #visible: (board: Board) => boolean;
  readonly #owned = new Disposables();
  readonly #changed = this.#owned.add(new Emitter<readonly Board[]>());
  #all: readonly Board[] = [];

  readonly onDidChange = this.#changed.event;

  /** `visible` leaves out boards that a setting hides. */
  constructor(wire: Wire, visible: (board: Board) => boolean) {
    this.#wire = wire;
    this.#visible = visible;
    this.#owned.add(
      wire.on("boards/didChange", ({ boards }) => {
        this.#take(boards);
      }),
    );
  }

  get boards(): readonly Board[] {
    return this.#all.filter(this.#visible);
  }

  get(id: string): Board | undefined {
    return this.boards.find((board) => board.id === id);
  }

  /** Requests the current list, for example when the sidecar has just started. */
  async load(): Promise<void> {
    this.#take((await this.#wire.request("boards/list", {})).boards);
  }

  /** Requests the list if it is unknown, as before a window's first command: a request starts the sidecar. */
  async loaded(): Promise<readonly Board[]> {
    if (this.boards.length === 0) await this.load();
    return this.boards;
  }

  /** Has the sidecar look at the ports again. */
  async refresh(): Promise<void> {
    this.#take((await this.#wire.request("boards/refresh", {})).boards);
  }

  /** Takes the answer of a request, which may arrive before the notification with the same content. */
  put(board: Board): void {
    const known = this.#all.some(({ id }) => id === board.id);
    this.#take(known ? this.#all.map((each) => (each.id === board.id ? board : each)) : [...this.#all, board]);
  }

  /** Without a sidecar, nothing is known. */
  clear(): void {
    this.#take([]);
  }

  /** Call it after a change of what `visible` depends on. */
  refilter(): void {
    this.#changed.fire(this.boards);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #take(boards: readonly Board[]): void {
    this.#all = boards;
    this.refilter();
  }
}
