// The sidecar as the extension uses it: started when needed, restarted after crashes; and why there is none.

import type { CancellationToken } from "vscode";
import { Disposables, type Disposable } from "../lib/disposables.ts";
import { Emitter } from "../lib/emitter.ts";
import { Single } from "../lib/single.ts";
import { sleep } from "../lib/time.ts";
import type { Log } from "../log.ts";
import { SidecarError, SidecarUnavailable, type Problem } from "./errors.ts";
import type { RestartPolicy } from "./restart.ts";
import type { Connection, Method, Notice, Params, Result, Topic, Wire } from "./wire.ts";

export type SidecarState =
  | { readonly kind: "stopped" }
  | { readonly kind: "starting" }
  | { readonly kind: "running" }
  | { readonly kind: "failed"; readonly problem: Problem };

type Listener = (notice: never) => void;

export class Sidecar implements Wire, Disposable {
  readonly #open: (abandoned: AbortSignal) => Promise<Connection>;
  readonly #policy: RestartPolicy;
  readonly #log: Log;
  #starting = new Single<Connection>();
  /** Ends a start that is under way and not wanted any more. */
  #abandon = new AbortController();
  readonly #changed = new Emitter<SidecarState>();
  readonly #listeners = new Map<Topic, Set<Listener>>();
  #connection: Connection | undefined;
  #state: SidecarState = { kind: "stopped" };
  #disposed = false;
  #restarting = false;

  readonly onDidChangeState = this.#changed.event;

  /** `open` starts a process and returns when it answers; it rejects with `SidecarUnavailable`. Abandoned, it ends it. */
  constructor(open: (abandoned: AbortSignal) => Promise<Connection>, policy: RestartPolicy, log: Log) {
    this.#open = open;
    this.#policy = policy;
    this.#log = log;
  }

  get state(): SidecarState {
    return this.#state;
  }

  /** Resolves when the sidecar is running. Asking again after a failure tries again. */
  async start(): Promise<void> {
    await this.#running();
  }

  async request<M extends Method>(method: M, params: Params<M>, token?: CancellationToken): Promise<Result<M>> {
    const connection = await this.#running();
    return connection.request(method, params, token);
  }

  on<T extends Topic>(topic: T, listener: (notice: Notice<T>) => void): Disposable {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return { dispose: () => listeners.delete(listener) };
  }

  /** Ends the process and starts a new one, for example because another Python was chosen. */
  async restart(): Promise<void> {
    this.#policy.forgive();
    this.#restarting = true;
    try {
      await this.stop();
    } finally {
      this.#restarting = false;
    }
    await this.start();
  }

  async stop(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#abandon.abort();
    this.#abandon = new AbortController();
    this.#starting = new Single();
    this.#become({ kind: "stopped" });
    await connection?.stop();
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.stop();
    this.#changed.dispose();
  }

  async #running(): Promise<Connection> {
    return this.#connection ?? this.#starting.run(() => this.#begin());
  }

  async #begin(): Promise<Connection> {
    const { signal } = this.#abandon;
    this.#become({ kind: "starting" });
    try {
      const connection = await this.#open(signal);
      if (signal.aborted) void connection.stop();
      else return this.#adopt(connection);
    } catch (error) {
      if (signal.aborted) return this.#instead();
      this.#become({ kind: "failed", problem: problemOf(error) });
      throw error;
    }
    return this.#instead();
  }

  /** For who waits for a start that was abandoned: the one that came in its place. */
  async #instead(): Promise<Connection> {
    if (this.#state.kind === "stopped" && !this.#restarting) throw new SidecarError({ code: "cancelled", facts: {} });
    return this.#running();
  }

  #adopt(connection: Connection): Connection {
    this.#connection = connection;
    const relays = new Disposables();
    for (const topic of TOPICS) relays.add(this.#follow(connection, topic));
    void connection.closed.then((detail) => {
      relays.dispose();
      return this.#closed(connection, detail);
    });
    this.#become({ kind: "running" });
    return connection;
  }

  #follow(connection: Connection, topic: Topic): Disposable {
    return connection.on(topic, (notice) => {
      this.#relay(topic, notice);
    });
  }

  #relay<T extends Topic>(topic: T, notice: Notice<T>): void {
    // Only `on` adds to the map, and it pairs a topic with a listener for its notifications.
    for (const listener of this.#listeners.get(topic) ?? []) (listener as (notice: Notice<T>) => void)(notice);
  }

  async #closed(connection: Connection, detail: string): Promise<void> {
    if (this.#connection !== connection) return; // we ended it ourselves
    this.#connection = undefined;
    this.#log.error(`the sidecar ${detail}`);
    const decision = this.#policy.crashed(Date.now());
    const givenUp = decision.kind === "ask";
    this.#become({ kind: "failed", problem: { kind: "crashed", detail, givenUp } });
    if (decision.kind === "ask") this.#policy.forgive();
    else await this.#again(decision.delayMs);
  }

  async #again(delayMs: number): Promise<void> {
    await sleep(delayMs);
    // A command may have started it meanwhile, or the window may be closing.
    if (this.#disposed || this.#connection !== undefined) return;
    await this.start().catch((error: unknown) => {
      this.#log.error(`the sidecar did not come back: ${String(error)}`);
    });
  }

  #become(state: SidecarState): void {
    this.#state = state;
    if (!this.#disposed) this.#changed.fire(state);
  }
}

// A record, so that tsc demands each new topic of the contract.
const TOPIC_TABLE: Record<Topic, true> = {
  "boards/didChange": true,
  "repl/didOutput": true,
  "repl/didEvent": true,
  "files/didProgress": true,
};
const TOPICS = Object.keys(TOPIC_TABLE) as Topic[];

function problemOf(error: unknown): Problem {
  return error instanceof SidecarUnavailable ? error.problem : { kind: "startFailed", detail: String(error) };
}
