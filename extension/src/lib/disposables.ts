// Ownership: what an object has created is disposed of with it, in reverse order.

export interface Disposable {
  dispose(): unknown;
}

export class Disposables implements Disposable {
  readonly #items: Disposable[] = [];
  #disposed = false;

  add<T extends Disposable>(item: T): T {
    // Registrations are late if a start-up overlaps a shutdown; they must not outlive their owner.
    if (this.#disposed) item.dispose();
    else this.#items.push(item);
    return item;
  }

  dispose(): void {
    this.#disposed = true;
    for (let item = this.#items.pop(); item !== undefined; item = this.#items.pop()) item.dispose();
  }
}
