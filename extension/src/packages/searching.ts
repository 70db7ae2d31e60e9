// Searches an index as a name is typed: after a short pause, and only for the newest text.

import type { IndexedPackage } from "../generated/contract.ts";
import type { Disposable } from "../lib/disposables.ts";

/** What is known about the index for the current text. */
export type Found =
  | { readonly kind: "searching"; readonly packages: readonly IndexedPackage[] }
  | { readonly kind: "found"; readonly packages: readonly IndexedPackage[] }
  | { readonly kind: "failed"; readonly error: unknown };

export interface SearchHost {
  search(text: string, outdated: AbortSignal): Promise<readonly IndexedPackage[]>;
  show(found: Found): void;
}

/** Shorter than the pause of someone who hesitates, and longer than that of someone who knows the name. */
const PAUSE_MS = 200;

export class Searching implements Disposable {
  readonly #host: SearchHost;
  #timer: NodeJS.Timeout | undefined;
  #asking = new AbortController();
  #last: readonly IndexedPackage[] = [];

  constructor(host: SearchHost) {
    this.#host = host;
  }

  /** Meanwhile, earlier results that contain the words are shown. */
  look(text: string): void {
    this.#stop();
    this.#host.show({ kind: "searching", packages: this.#last.filter((each) => hasWords(each, text)) });
    this.#timer = setTimeout(() => void this.#ask(text), PAUSE_MS);
  }

  dispose(): void {
    this.#stop();
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#asking.abort();
  }

  async #ask(text: string): Promise<void> {
    const { signal } = (this.#asking = new AbortController());
    const found = await this.#found(text, signal);
    if (signal.aborted) return;
    if (found.kind === "found") this.#last = found.packages;
    this.#host.show(found);
  }

  async #found(text: string, signal: AbortSignal): Promise<Found> {
    try {
      return { kind: "found", packages: await this.#host.search(text, signal) };
    } catch (error) {
      return { kind: "failed", error };
    }
  }
}

/** Matches as the sidecar does: all words, in the name or the description. */
function hasWords({ name, description }: IndexedPackage, text: string): boolean {
  const told = `${name} ${description}`.toLowerCase();
  return wordsIn(text).every((word) => told.includes(word));
}

function wordsIn(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
}
