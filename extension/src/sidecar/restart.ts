// When a crashed sidecar is started again, and when a person is asked instead.

export type Decision = { readonly kind: "restart"; readonly delayMs: number } | { readonly kind: "ask" };

const WINDOW_MS = 3 * 60_000;
// The first restart is at once, so that a single crash costs no more than a blink.
const DELAYS_MS = [0, 1_000];

export class RestartPolicy {
  #crashes: number[] = [];

  /** Counts a crash at the time `now` (milliseconds) and says what to do about it. */
  crashed(now: number): Decision {
    this.#crashes = [...this.#crashes.filter((then) => now - then < WINDOW_MS), now];
    const delayMs = DELAYS_MS[this.#crashes.length - 1];
    return delayMs === undefined ? { kind: "ask" } : { kind: "restart", delayMs };
  }

  /** After a person has decided to go on. */
  forgive(): void {
    this.#crashes = [];
  }
}
