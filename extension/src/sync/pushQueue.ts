// Saved files on their way to a board. They are sent in groups, and wait while the board is not free.

import type { Disposable } from "../lib/disposables.ts";
import { hasCode } from "../sidecar/errors.ts";

/** "Save All" and formatters save several files within this time. */
const COALESCE_MS = 300;

/** Where they go. */
export interface Pushes {
  push(board: string, folder: string, paths: readonly string[]): Promise<void>;
}

export interface QueueHost {
  /** Whether a board can be asked for something now without disturbing a program. */
  isFree(board: string): boolean;
  failed(error: unknown): void;
  /** How many files wait for which board; called on each change. */
  waiting(counts: ReadonlyMap<string, number>): void;
}

interface Pending {
  readonly board: string;
  readonly folder: string;
  readonly paths: Set<string>;
  timer: NodeJS.Timeout | undefined;
  sending: boolean;
}

export class PushQueue implements Disposable {
  readonly #pushes: Pushes;
  readonly #host: QueueHost;
  readonly #pending = new Map<string, Pending>();

  constructor(pushes: Pushes, host: QueueHost) {
    this.#pushes = pushes;
    this.#host = host;
  }

  add(board: string, folder: string, path: string): void {
    const key = `${board}\n${folder}`;
    const pending = this.#pending.get(key) ?? { board, folder, paths: new Set(), timer: undefined, sending: false };
    this.#pending.set(key, pending);
    pending.paths.add(path);
    this.#schedule(pending);
  }

  /** Call it after a board's state has changed. */
  wake(): void {
    for (const pending of this.#pending.values()) if (pending.timer === undefined) void this.#flush(pending);
  }

  dispose(): void {
    for (const { timer } of this.#pending.values()) clearTimeout(timer);
    this.#pending.clear();
  }

  #schedule(pending: Pending): void {
    pending.timer ??= setTimeout(() => {
      pending.timer = undefined;
      void this.#flush(pending);
    }, COALESCE_MS);
  }

  async #flush(pending: Pending): Promise<void> {
    const { board, folder, paths } = pending;
    if (paths.size === 0 || pending.sending) return;
    if (this.#host.isFree(board)) {
      const sent = [...paths];
      paths.clear();
      pending.sending = true;
      await this.#send(pending, folder, sent);
      pending.sending = false;
      if (paths.size > 0 && this.#host.isFree(board)) this.#schedule(pending);
    }
    this.#tell();
  }

  async #send(pending: Pending, folder: string, sent: readonly string[]): Promise<void> {
    try {
      await this.#pushes.push(pending.board, folder, sent);
    } catch (error) {
      // A program has started meanwhile, or was noticed only now; its end wakes us.
      if (hasCode(error, "program_running")) for (const path of sent) pending.paths.add(path);
      else this.#host.failed(error);
    }
  }

  #tell(): void {
    const waiting = [...this.#pending.values()].filter(({ paths, sending }) => paths.size > 0 && !sending);
    this.#host.waiting(new Map(waiting.map(({ board, paths }) => [board, paths.size])));
  }
}
