// Searches an index while a name is typed: after a short pause, and only the newest text counts.

import type { IndexedPackage } from "../generated/contract.ts";
import type { Disposable } from "../lib/disposables.ts";

/** What is known of the index for the text that is typed now. */
export type Found =
  | { readonly kind: "searching"; readonly packages: readonly IndexedPackage[] }
  | { readonly kind: "found"; readonly packages: readonly IndexedPackage[] }
  | { readonly kind: "failed"; readonly error: unknown };

export interface SearchHost {
  search(text: string, outdated: AbortSignal): Promise<readonly IndexedPackage[]>;
  show(found: Found): void;
}

/** Shorter than between two letters of who hesitates, longer than of who knows the name. */
const PAUSE_MS = 200;

export class Searching implements Disposable {
  readonly #host: SearchHost;
  #timer: NodeJS.Timeout | undefined;
  #asking = new AbortController();
  #last: readonly IndexedPackage[] = [];

  constructor(host: SearchHost) {
    this.#host = host;
  }

  /** What was found before is shown meanwhile, as far as it has the words. */
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

/** As the sidecar searches: all words, in the name or the description. */
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
