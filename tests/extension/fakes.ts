// Strict stand-ins for what the parts of the extension talk to.

import type { Board, Contract } from "../../extension/src/generated/contract.ts";
import { Emitter } from "../../extension/src/lib/emitter.ts";
import type { Log } from "../../extension/src/log.ts";
import type { Method, Notice, Params, Result, Topic, Wire } from "../../extension/src/sidecar/wire.ts";

export const quiet: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export function board(changes: Partial<Board> = {}): Board {
  return {
    id: "id:E66",
    address: "/dev/ttyACM0",
    name: "pico",
    kind: "serial",
    state: "closed",
    fault: null,
    remembered: false,
    usb: null,
    info: null,
    program: null,
    mounted: null,
    ...changes,
  };
}

/** The user cancels nothing. */
export const uncancelled = {
  isCancellationRequested: false,
  onCancellationRequested: () => ({ dispose: () => undefined }),
} as unknown as NonNullable<Parameters<Wire["request"]>[2]>;

type Answers = { [M in Method]?: (params: Params<M>) => Result<M> | Promise<Result<M>> };

/** Answers what a test expects to be asked, and fails on everything else. */
export class FakeWire implements Wire {
  readonly asked: { method: Method; params: unknown }[] = [];
  readonly #answers: Answers;
  readonly #tokens = new Set<string>();
  readonly #topics: { [T in Topic]: Emitter<Notice<T>> } = {
    "boards/didChange": new Emitter(),
    "repl/didOutput": new Emitter(),
    "repl/didEvent": new Emitter(),
    "files/didProgress": new Emitter(),
  };

  constructor(answers: Answers = {}) {
    this.#answers = answers;
  }

  async request<M extends Method>(
    method: M,
    params: Params<M>,
    cancel?: Parameters<Wire["request"]>[2],
  ): Promise<Result<M>> {
    this.#check(method, params, cancel);
    this.asked.push({ method, params });
    const answer = this.#answers[method] as ((params: Params<M>) => Promise<Result<M>>) | undefined;
    if (answer === undefined) throw new Error(`unexpected request ${method}`);
    return answer(params);
  }

  /** What shows its progress can be cancelled, and each transfer has a name of its own: else two would share one progress. */
  #check(method: Method, params: unknown, cancel: unknown): void {
    const { token } = params as { readonly token?: string };
    if (token === undefined) return;
    if (token === "" || this.#tokens.has(token))
      throw new Error(`${method} has a token that is not its own: "${token}"`);
    if (cancel === undefined) throw new Error(`${method} shows its progress, and nothing can cancel it`);
    this.#tokens.add(token);
  }

  on<T extends Topic>(topic: T, listener: (notice: Notice<T>) => void): { dispose(): unknown } {
    return this.#topics[topic].event(listener);
  }

  notify<T extends Topic>(topic: T, notice: Contract["notifications"][T]): void {
    this.#topics[topic].fire(notice);
  }
}

/** Lets everything that is ready to go on, go on. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
