// Updates the context keys in package.json's `when` clauses as boards and the sidecar change.

import * as vscode from "vscode";
import { isConnected } from "../boards/board.ts";
import type { Board } from "../generated/contract.ts";
import type { BoardStore } from "../boards/store.ts";
import { Disposables, type Disposable } from "../lib/disposables.ts";
import type { Event } from "../lib/emitter.ts";
import type { ContextKey } from "../lib/ids.ts";
import type { SidecarState } from "../sidecar/sidecar.ts";

interface Lives {
  readonly state: SidecarState;
  readonly onDidChangeState: Event<SidecarState>;
}

export class ContextKeys implements Disposable {
  readonly #owned = new Disposables();
  readonly #set = new Map<ContextKey, unknown>();

  constructor(store: BoardStore, sidecar: Lives) {
    this.#owned.add(
      store.onDidChange((boards) => {
        this.#boards(boards);
        // Before that, an empty list does not mean that there is no board.
        this.#put("jumperwire.ready", sidecar.state.kind === "running");
      }),
    );
    this.#owned.add(
      sidecar.onDidChangeState((state) => {
        this.#sidecar(state);
      }),
    );
    this.#boards(store.boards);
    this.#sidecar(sidecar.state);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #boards(boards: readonly Board[]): void {
    this.#put("jumperwire.hasBoard", boards.length > 0);
    this.#put("jumperwire.connected", boards.some(isConnected));
    this.#put(
      "jumperwire.mounted",
      boards.some(({ mounted }) => mounted !== null),
    );
    this.#put(
      "jumperwire.running",
      boards.some(({ state }) => state === "running"),
    );
  }

  #sidecar(state: SidecarState): void {
    this.#put("jumperwire.problem", state.kind === "failed" ? state.problem.kind : false);
    if (state.kind !== "running") this.#put("jumperwire.ready", false);
  }

  /** Each change causes every `when` clause to be evaluated, so only real changes are reported. */
  #put(key: ContextKey, value: unknown): void {
    if (this.#set.get(key) === value) return;
    this.#set.set(key, value);
    void vscode.commands.executeCommand("setContext", key, value);
  }
}
