// Lets callers that ask for the same work while it is under way share it.

export class Single<T> {
  #pending: Promise<T> | undefined;

  run(work: () => Promise<T>): Promise<T> {
    this.#pending ??= work().finally(() => (this.#pending = undefined));
    return this.#pending;
  }
}
