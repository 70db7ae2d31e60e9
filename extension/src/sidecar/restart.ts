// Decides when a crashed sidecar is restarted, and when the user is asked instead.

export type Decision = { readonly kind: "restart"; readonly delayMs: number } | { readonly kind: "ask" };

const WINDOW_MS = 3 * 60_000;
// The first restart is immediate, so that a single crash is barely noticed.
const DELAYS_MS = [0, 1_000];

export class RestartPolicy {
  #crashes: number[] = [];

  /** Counts a crash at the time `now` (in milliseconds), and returns what to do about it. */
  crashed(now: number): Decision {
    this.#crashes = [...this.#crashes.filter((then) => now - then < WINDOW_MS), now];
    const delayMs = DELAYS_MS[this.#crashes.length - 1];
    return delayMs === undefined ? { kind: "ask" } : { kind: "restart", delayMs };
  }

  /** Call it when the user has decided to continue. */
  forgive(): void {
    this.#crashes = [];
  }
}
