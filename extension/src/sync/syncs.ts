// Makes and applies plans, and pushes files. Whatever shows what is in sync listens to it.

import { following, stopping, type Dialogue } from "../files/conversation.ts";
import type { SyncDirection, SyncPlan, SyncResult } from "../generated/contract.ts";
import type { Disposable } from "../lib/disposables.ts";
import { Emitter } from "../lib/emitter.ts";
import type { Wire } from "../sidecar/wire.ts";
import type { Decision } from "./decision.ts";

export interface Applied {
  readonly plan: SyncPlan;
  readonly decision: Decision;
  /** Undefined if it broke off, in which case part of it may have been done. */
  readonly result: SyncResult | undefined;
}

export interface Pushed {
  readonly board: string;
  readonly folder: string;
  /** Paths on this computer. */
  readonly paths: readonly string[];
  /** Of the board: files that are now as the computer's, and those that are gone. */
  readonly same: readonly string[];
  readonly deleted: readonly string[];
  readonly result: SyncResult;
}

export interface Failed {
  readonly folder: string;
  readonly error: unknown;
}

export class Syncs implements Disposable {
  readonly #wire: Wire;
  readonly #dialogue: Dialogue;
  readonly #planned = new Emitter<SyncPlan>();
  readonly #applied = new Emitter<Applied>();
  readonly #pushed = new Emitter<Pushed>();
  readonly #failed = new Emitter<Failed>();

  readonly onDidPlan = this.#planned.event;
  readonly onDidApply = this.#applied.event;
  readonly onDidPush = this.#pushed.event;
  readonly onDidFail = this.#failed.event;

  constructor(wire: Wire, dialogue: Dialogue) {
    this.#wire = wire;
    this.#dialogue = dialogue;
  }

  nameOf(board: string): string {
    return this.#dialogue.nameOf(board);
  }

  /** `quietly`: nobody is waiting for it, so nobody is asked to stop a program. */
  async plan(board: string, folder: string, direction: SyncDirection = "upload", quietly = false): Promise<SyncPlan> {
    const title = `Comparing with ${this.nameOf(board)}`;
    const ask = (whenRunning: "fail" | "interrupt" | "wait"): Promise<SyncPlan> =>
      quietly
        ? this.#wire.request("sync/plan", { board, folder, direction, whenRunning })
        : this.#dialogue.showing(title, (cancel) =>
            this.#wire.request("sync/plan", { board, folder, direction, whenRunning }, cancel),
          );
    return this.#telling(folder, async () => {
      const plan = await (quietly ? ask("fail") : stopping(this.#dialogue, board, "Sync", ask));
      this.#planned.fire(plan);
      return plan;
    });
  }

  async apply(plan: SyncPlan, decision: Decision): Promise<SyncResult> {
    const { board, folder, direction } = plan;
    const title =
      direction === "upload" ? `Syncing to ${this.nameOf(board)}` : `Downloading from ${this.nameOf(board)}`;
    return this.#telling(folder, async () => {
      let result: SyncResult | undefined;
      try {
        result = await stopping(this.#dialogue, board, "Sync", (whenRunning) =>
          following(this.#wire, this.#dialogue, title, (token, cancel) =>
            this.#wire.request("sync/apply", { plan: plan.id, ...decision, token, whenRunning }, cancel),
          ),
        );
        return result;
      } finally {
        this.#applied.fire({ plan, decision, result });
      }
    });
  }

  /** Never stops a program: what is saved while one runs waits for its end. */
  async push(board: string, folder: string, paths: readonly string[]): Promise<void> {
    await this.#telling(folder, async () => {
      const title = `Syncing to ${this.nameOf(board)}`;
      const pushed = await following(this.#wire, this.#dialogue, title, (token, cancel) =>
        this.#wire.request("sync/push", { board, folder, paths: [...paths], token, whenRunning: "fail" }, cancel),
      );
      this.#pushed.fire({ board, folder, paths, ...pushed });
    });
  }

  dispose(): void {
    for (const emitter of [this.#planned, this.#applied, this.#pushed, this.#failed]) emitter.dispose();
  }

  async #telling<T>(folder: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.#failed.fire({ folder, error });
      throw error;
    }
  }
}
