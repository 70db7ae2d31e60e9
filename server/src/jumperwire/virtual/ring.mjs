// A byte ring between exactly one writer and one reader, in different threads.
// Head and tail only ever grow (mod 2^32), so "full" and "empty" need no spare byte.

export class Ring {
  #control;
  #bytes;
  #headWord;
  #tailWord;

  constructor(control, buffer, headWord, tailWord, capacity) {
    this.#control = control;
    this.#bytes = new Uint8Array(buffer);
    this.#headWord = headWord;
    this.#tailWord = tailWord;
    this.capacity = capacity;
  }

  get head() {
    return Atomics.load(this.#control, this.#headWord);
  }

  get tail() {
    return Atomics.load(this.#control, this.#tailWord);
  }

  get used() {
    return (this.head - this.tail) | 0;
  }

  get free() {
    return this.capacity - this.used;
  }

  /** The byte at an absolute index between tail and head. */
  at(index) {
    return this.#bytes[index & (this.#bytes.length - 1)];
  }

  /** Reader: how many bytes, at most `limit`, come before the first `value`. */
  countBefore(value, limit) {
    const { tail } = this;
    const most = Math.min(this.used, limit);
    let count = 0;
    while (count < most && this.at(tail + count) !== value) count++;
    return count;
  }

  /** Writer: puts in what fits, returns how many bytes that were. */
  write(source) {
    const head = this.head;
    const count = Math.min(this.free, source.length);
    for (let i = 0; i < count; i++) this.#bytes[(head + i) & (this.#bytes.length - 1)] = source[i];
    Atomics.store(this.#control, this.#headWord, (head + count) | 0);
    return count;
  }

  /** Reader: takes out at most `limit` bytes, as a copy. */
  take(limit = Infinity) {
    const tail = this.tail;
    const out = new Uint8Array(Math.min(this.used, limit));
    for (let i = 0; i < out.length; i++) out[i] = this.at(tail + i);
    this.release((tail + out.length) | 0);
    return out;
  }

  /** Reader: everything below `index` has been used. */
  release(index) {
    Atomics.store(this.#control, this.#tailWord, index);
    Atomics.notify(this.#control, this.#tailWord);
  }

  /** Writer: sleeps until the reader takes something, or `timeoutMs` is over. Not for the main thread. */
  waitForRoom(timeoutMs) {
    const tail = this.tail;
    if (this.free <= 0) Atomics.wait(this.#control, this.#tailWord, tail, timeoutMs);
  }
}
