// The REPL of one board, as a terminal uses it.

import type { OutputParams, ReplEventParams } from "../generated/contract.ts";
import type { Disposable } from "../lib/disposables.ts";
import type { Wire } from "../sidecar/wire.ts";
import type { Piece } from "./paste.ts";

export interface ReplListener {
  output(output: OutputParams): void;
  event(event: ReplEventParams): void;
}

export interface ReplChannel {
  /** Requests the board's output, and returns the end of its earlier output. */
  open(): Promise<string>;
  send(piece: Piece): Promise<void>;
  listen(listener: ReplListener): Disposable;
  close(): Promise<void>;
}

/** The channels of one window. Several terminals may show one board, and the last one closes its channel. */
export class ReplChannels {
  readonly #wire: Wire;
  readonly #open = new Map<string, number>();

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  of(board: string): ReplChannel {
    const wire = this.#wire;
    return {
      open: async () => (await wire.request("repl/open", { board })).replay,
      send: async ({ kind, data }) => {
        await wire.request(kind === "keys" ? "repl/input" : "repl/paste", { board, data });
      },
      listen: (listener) => this.#listen(board, listener),
      close: () => this.#close(board),
    };
  }

  #listen(board: string, listener: ReplListener): Disposable {
    this.#open.set(board, (this.#open.get(board) ?? 0) + 1);
    const output = this.#wire.on("repl/didOutput", (params) => {
      if (params.board === board) listener.output(params);
    });
    const event = this.#wire.on("repl/didEvent", (params) => {
      if (params.board === board) listener.event(params);
    });
    return {
      dispose: () => {
        output.dispose();
        event.dispose();
      },
    };
  }

  async #close(board: string): Promise<void> {
    const left = (this.#open.get(board) ?? 1) - 1;
    this.#open.set(board, left);
    if (left === 0) await this.#wire.request("repl/close", { board });
  }
}
