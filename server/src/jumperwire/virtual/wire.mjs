// One direction of a slow link: a bit rate and a latency. Without either it is a plain function call.

// 8N1: ten bits on the line for each byte.
const BITS_PER_BYTE = 10;
// Bytes arrive in small pieces, as they do from a UART. Larger ones would overflow a small ring by our own fault.
const PIECE = 16;
// Milliseconds by which a timer may be late before all that follows is late as well: else the pieces that came due
// meanwhile would arrive at once, and overflow a small ring because this computer is busy.
const LATE = 2;
// Milliseconds after which bytes that may not arrive are looked at again.
const HELD = 1;

export class Wire {
  #bytesPerMs;
  #latencyMs;
  #deliver;
  #isDue;
  #flying = []; // {due, bytes}, in order
  #lineFree = 0; // when the last bit of what was sent so far leaves
  #timer = null;

  /** `deliver(bytes)` is called at the far end; the line is held while `isDue(size)` says that they may not arrive. */
  constructor({ baud, latencyMs }, deliver, isDue = () => true) {
    this.#bytesPerMs = baud ? baud / BITS_PER_BYTE / 1000 : Infinity;
    this.#latencyMs = latencyMs;
    this.#deliver = deliver;
    this.#isDue = isDue;
    this.backlog = 0; // bytes sent and not yet delivered
  }

  get isDirect() {
    return this.#bytesPerMs === Infinity && this.#latencyMs === 0;
  }

  send(bytes) {
    if (this.isDirect) return this.#deliver(bytes);
    const size = this.#bytesPerMs === Infinity ? bytes.length : PIECE;
    for (let at = 0; at < bytes.length; at += size) this.#launch(bytes.subarray(at, at + size));
    this.#schedule();
  }

  /** Forgets what is under way: the cable is pulled. */
  cut() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#flying = [];
    this.backlog = 0;
  }

  #launch(bytes) {
    this.#lineFree = Math.max(this.#lineFree, performance.now()) + bytes.length / this.#bytesPerMs;
    this.#flying.push({ due: this.#lineFree + this.#latencyMs, bytes });
    this.backlog += bytes.length;
  }

  #schedule() {
    if (this.#timer !== null || this.#flying.length === 0) return;
    const wait = Math.max(0, this.#flying[0].due - performance.now());
    this.#timer = setTimeout(() => this.#land(), wait);
  }

  #land() {
    this.#timer = null;
    const now = performance.now();
    if (this.#bytesPerMs !== Infinity) this.#delay(now - this.#flying[0].due);
    let count = 0;
    let size = 0;
    while (count < this.#flying.length && this.#flying[count].due <= now) {
      size += this.#flying[count].bytes.length;
      if (this.#bytesPerMs !== Infinity && !this.#isDue(size)) {
        this.#hold(now - this.#flying[count].due + HELD);
        break;
      }
      count++;
    }
    const landed = this.#flying.splice(0, count).map(({ bytes }) => bytes);
    const bytes = landed.length === 1 ? landed[0] : Buffer.concat(landed);
    this.backlog -= bytes.length;
    if (bytes.length > 0) this.#deliver(bytes);
    this.#schedule();
  }

  #delay(late) {
    if (late > LATE) this.#hold(late);
  }

  #hold(milliseconds) {
    for (const piece of this.#flying) piece.due += milliseconds;
    this.#lineFree += milliseconds;
  }
}
