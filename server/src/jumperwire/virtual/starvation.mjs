// Tells a board that is too slow for its line from one that this computer does not let run.
//
// A real board overflows its receive ring only by what it does itself. Here its thread may wait for a processor, with
// the ring full, while the line's clock goes on: then the line is held, since no board would have lost these bytes.

import { Activity, Word } from "./shared.mjs";

const BITS_PER_BYTE = 10;
// However busy this computer is: a board that is stopped for good is not waited for.
const LONGEST_MS = 250;

export class Starvation {
  #ringMs;
  #tail = -1;
  #since = 0;
  #cpu;

  constructor({ ring, baud }) {
    this.#ringMs = baud ? (ring * BITS_PER_BYTE * 1000) / baud : 0;
  }

  /** The ring is full: does the board lack a processor, rather than time? */
  holds({ control, rx }) {
    const now = performance.now();
    if (rx.tail !== this.#tail) {
      this.#tail = rx.tail;
      this.#since = now;
      this.#cpu = process.cpuUsage();
    }
    const activity = Atomics.load(control, Word.ACTIVITY);
    if (activity === Activity.SLEEPING || now - this.#since > LONGEST_MS) return false;
    if (activity === Activity.READING) return true; // it was woken, and does not run yet
    const { user, system } = process.cpuUsage(this.#cpu);
    return (user + system) / 1000 < this.#ringMs;
  }
}
