// Keeps a terminal up to date with a program that prints faster than a screen can show.

/**
 * VS Code takes whatever an extension's terminal writes and queues it: after five seconds of a tight loop of
 * `print` the prompt of a stopped program came 3.5 s late. No board on a wire reaches a megabyte a second, so those
 * are never cut; what a virtual one prints beyond that would have left the scrollback (1,000 lines) unread anyway.
 */
const RATE = 1024 * 1024;
/** The amount of output at once that is shown completely. */
const BURST = 2 * 1024 * 1024;
/** How much of a flood is shown, and how often: RATE in pieces. */
const PIECE = RATE / 4;
const INTERVAL_MS = 250;

export interface Clock {
  now(): number;
  after(ms: number, work: () => void): { dispose(): void };
}

const realClock: Clock = {
  now: () => performance.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, ms);
    return {
      dispose: () => {
        clearTimeout(timer);
      },
    };
  },
};

/** What to show, and how much was left out before it. Counted in UTF-16 units, like strings. */
export type Show = (text: string, skipped: number) => void;

export class Pace {
  readonly #show: Show;
  readonly #clock: Clock;
  #credit = BURST;
  #counted: number;
  #held = "";
  #skipped = 0;
  #timer: { dispose(): void } | undefined;

  constructor(show: Show, clock: Clock = realClock) {
    this.#show = show;
    this.#clock = clock;
    this.#counted = clock.now();
  }

  /** `skipped` is what the sidecar has already left out. */
  push(text: string, skipped: number): void {
    this.#skipped += skipped;
    this.#held += text;
    if (this.#held.length <= this.#refill()) this.flush();
    else this.#hold();
  }

  /** Shows what is held back, for example because something must come after it. */
  flush(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (this.#held === "" && this.#skipped === 0) return;
    const [text, skipped] = [this.#held, this.#skipped];
    this.#credit -= text.length;
    this.#held = "";
    this.#skipped = 0;
    this.#show(text, skipped);
  }

  dispose(): void {
    this.#timer?.dispose();
  }

  #hold(): void {
    const excess = this.#held.length - PIECE;
    if (excess > 0) {
      const start = lineStart(this.#held, excess);
      this.#skipped += start;
      this.#held = this.#held.slice(start);
    }
    this.#timer ??= this.#clock.after(INTERVAL_MS, () => {
      this.flush();
    });
  }

  #refill(): number {
    const now = this.#clock.now();
    this.#credit = Math.min(BURST, this.#credit + ((now - this.#counted) / 1000) * RATE);
    this.#counted = now;
    return this.#credit;
  }
}

/** Cuts whole lines if there are any, so that no colour or character is cut in two. */
function lineStart(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 || end + 1 === text.length ? from : end + 1;
}
