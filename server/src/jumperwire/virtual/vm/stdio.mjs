// The board's UART as the interpreter sees it: blocking reads, writes that wait for room, both left by a Ctrl-C.

import { Activity, Word } from "../shared.mjs";

const CR = 13;
const LF = 10;
const CTRL_C = 3;

export class Stdio {
  #control;
  #rx;
  #tx;
  #interrupts;
  #announce;
  #lastOut = 0;
  /** When set, output passes through it: (bytes) => bytes. */
  filter = null;

  /** `announce()` tells the host side to look for output, or for room in the receive ring. */
  constructor({ control, rx, tx, interrupts, announce }) {
    this.#control = control;
    this.#rx = rx;
    this.#tx = tx;
    this.#interrupts = interrupts;
    this.#announce = announce;
  }

  /** Is there something to read? */
  get readable() {
    this.#skipSwallowed();
    return this.#rx.used > 0;
  }

  /** Blocks until there is a byte, and returns at most `limit`; null when `interrupted()` says so first. */
  read(limit, interrupted) {
    for (;;) {
      const wake = Atomics.load(this.#control, Word.WAKE);
      if (interrupted()) return null;
      if (this.readable) return this.#take(limit, interrupted);
      this.#pause(Activity.READING, wake);
    }
  }

  /** Writes all; false when `interrupted()` said so first, and the rest is lost. */
  write(bytes, interrupted) {
    let rest = this.filter ? this.filter(bytes) : bytes;
    while (rest.length > 0) {
      rest = rest.subarray(this.#tx.write(rest));
      this.#announceOnce(Word.TX_ANNOUNCED);
      if (rest.length === 0) break;
      // The time-out only bounds how late a Ctrl-C is seen while nobody reads.
      this.#tx.waitForRoom(20);
      if (interrupted()) return false;
    }
    return true;
  }

  /** As `write`, with each LF sent as CR LF. */
  writeCooked(bytes, interrupted) {
    const before = this.#lastOut;
    if (bytes.length > 0) this.#lastOut = bytes[bytes.length - 1];
    return this.write(bytes.includes(LF) ? cook(bytes, before) : bytes, interrupted);
  }

  /** Sleeps until something arrives, or the time is over; false when `interrupted()` says so. */
  wait(milliseconds, interrupted, activity) {
    const wake = Atomics.load(this.#control, Word.WAKE);
    if (interrupted()) return false;
    this.#pause(activity, wake, milliseconds);
    return !interrupted();
  }

  #pause(activity, wake, milliseconds) {
    Atomics.store(this.#control, Word.ACTIVITY, activity);
    Atomics.wait(this.#control, Word.WAKE, wake, milliseconds);
    Atomics.store(this.#control, Word.ACTIVITY, Activity.RUNNING);
  }

  #take(limit, interrupted) {
    const count = this.#rx.countBefore(CTRL_C, limit);
    // A Ctrl-C may have come since it was last asked.
    if (count === 0 && interrupted()) return null;
    const bytes = this.#rx.take(count || 1);
    if (count === 0) this.#interrupts.reconsider();
    if (Atomics.load(this.#control, Word.RX_WANTED) === 1) this.#announceRoom();
    return bytes;
  }

  #skipSwallowed() {
    while (this.#rx.used > 0 && this.#interrupts.isSwallowed(this.#rx.tail)) this.#rx.release((this.#rx.tail + 1) | 0);
  }

  #announceOnce(word) {
    if (Atomics.exchange(this.#control, word, 1) === 0) this.#announce();
  }

  #announceRoom() {
    if (Atomics.exchange(this.#control, Word.RX_WANTED, 0) === 1) this.#announce();
  }
}

function cook(bytes, before) {
  const out = [];
  let previous = before;
  for (const byte of bytes) {
    if (byte === LF && previous !== CR) out.push(CR);
    out.push(byte);
    previous = byte;
  }
  return Uint8Array.from(out);
}
