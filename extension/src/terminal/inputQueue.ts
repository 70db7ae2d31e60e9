// Sends what is typed in order, one request at a time. What is typed meanwhile is sent together.

import type { Piece } from "./paste.ts";

export type Send = (piece: Piece) => Promise<void>;

/** Nobody types this much; a key held down on a stuck board must not fill the memory. */
const MOST_WAITING = 8 * 1024 * 1024;

export class InputQueue {
  readonly #send: Send;
  readonly #failed: (error: unknown) => void;
  #waiting: Piece[] = [];
  #busy = false;

  /** `failed` is called if sending did not work; what waited behind it is dropped. */
  constructor(send: Send, failed: (error: unknown) => void) {
    this.#send = send;
    this.#failed = failed;
  }

  push(piece: Piece): void {
    if (piece.data === "") return;
    const last = this.#waiting.at(-1);
    if (last?.kind === "keys" && piece.kind === "keys") this.#waiting.splice(-1, 1, joined(last, piece));
    else this.#waiting.push(piece);
    if (this.#size() > MOST_WAITING) this.#waiting = [];
    if (!this.#busy) void this.#drain();
  }

  async #drain(): Promise<void> {
    this.#busy = true;
    try {
      for (let piece = this.#waiting.shift(); piece !== undefined; piece = this.#waiting.shift())
        await this.#send(piece);
    } catch (error) {
      this.#waiting = [];
      this.#failed(error);
    } finally {
      this.#busy = false;
    }
  }

  #size(): number {
    return this.#waiting.reduce((sum, { data }) => sum + data.length, 0);
  }
}

function joined(a: Piece, b: Piece): Piece {
  return { kind: "keys", data: a.data + b.data };
}
