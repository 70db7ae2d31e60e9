// Time, and how the board sleeps without heating the PC.
//
// The interpreter sleeps by asking for the time until it is late enough, in C. Asking again and again with nothing in
// between means that it sleeps: then the answer takes a millisecond. A Python loop over time.ticks_ms() runs bytecode
// in between, so it is not slowed down.

const SPINS_BEFORE_SLEEP = 4;
const SLICE_MS = 1;

export class Clock {
  #started = Date.now();
  #spins = 0;
  #sleep;

  /** `sleep(ms)` may throw: that is how a Ctrl-C gets out of the loop in C. */
  constructor(sleep) {
    this.#sleep = sleep;
  }

  /** Something else happened than asking for the time. */
  touch() {
    this.#spins = 0;
  }

  ticks() {
    if (++this.#spins > SPINS_BEFORE_SLEEP) this.#sleep(SLICE_MS);
    return Date.now() - this.#started;
  }
}
