// Reconnects the boards that were connected when the sidecar crashed.

import type { Board } from "../generated/contract.ts";
import type { Disposable } from "../lib/disposables.ts";
import { Disposables } from "../lib/disposables.ts";
import type { Event } from "../lib/emitter.ts";
import type { Log } from "../log.ts";
import type { SidecarState } from "../sidecar/sidecar.ts";
import type { Wire } from "../sidecar/wire.ts";
import { isConnected } from "./board.ts";
import type { BoardStore } from "./store.ts";

interface Lives extends Wire {
  readonly onDidChangeState: Event<SidecarState>;
}

/** Also fills the store when the sidecar starts, since one must come before the other. */
export class Reconnect implements Disposable {
  readonly #owned = new Disposables();
  readonly #sidecar: Lives;
  readonly #store: BoardStore;
  readonly #reattach: () => Promise<void>;
  readonly #log: Log;
  #lost: readonly string[] = [];

  /** `reattach` registers the terminals with the new sidecar before its boards send output. */
  constructor(sidecar: Lives, store: BoardStore, reattach: () => Promise<void>, log: Log) {
    this.#sidecar = sidecar;
    this.#store = store;
    this.#reattach = reattach;
    this.#log = log;
    this.#owned.add(sidecar.onDidChangeState((state) => this.#follow(state)));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #follow(state: SidecarState): Promise<void> {
    if (state.kind === "running") await this.#restore();
    else this.#remember(this.#store.boards);
  }

  #remember(boards: readonly Board[]): void {
    // Several states follow a crash, but only at the first one are the boards still in the store.
    if (boards.length === 0) return;
    this.#lost = boards.filter(isConnected).map(({ id }) => id);
    this.#store.clear();
  }

  async #restore(): Promise<void> {
    const lost = this.#lost;
    this.#lost = [];
    try {
      await this.#store.load();
      await this.#reattach();
      await Promise.all(lost.map((board) => this.#sidecar.request("board/connect", { board })));
    } catch (error) {
      // The tree shows each board's own reason, and nobody is waiting for this one.
      this.#log.warn(`boards could not be connected again: ${String(error)}`);
    }
  }
}
