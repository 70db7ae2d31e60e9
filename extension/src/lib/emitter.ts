// Events in the shape of `vscode.Event`, so that what raises them can be tested in plain Node.

import type { Disposable } from "./disposables.ts";

export type Event<T> = (listener: (value: T) => unknown, thisArg?: unknown, owners?: Disposable[]) => Disposable;

export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<(value: T) => unknown>();

  readonly event: Event<T> = (listener, thisArg, owners) => {
    // Wrapped, so that one function registered twice is called twice and removed once.
    const entry = (value: T): unknown => listener.call(thisArg, value);
    this.#listeners.add(entry);
    const registration = { dispose: () => this.#listeners.delete(entry) };
    owners?.push(registration);
    return registration;
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
