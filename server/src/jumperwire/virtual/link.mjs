// The cable: moves bytes between the host and the board's rings, at the pace and with the losses that were asked for.

import { Word } from "./shared.mjs";
import { Starvation } from "./starvation.mjs";
import { Wire } from "./wire.mjs";

const CTRL_C = 3;
// What may wait in this process for a board that does not read. The host is asked to pause long before.
const PAUSE_ABOVE = 65_536;
const DROP_ABOVE = 64 << 20;
// Output under way at once: bounds what is kept for a host that does not read.
const MAX_FLYING = 65_536;

export class Link {
  #options;
  #sink;
  #shared = null;
  #waiting = []; // from the host, not yet in the receive ring
  #waitingBytes = 0;
  #writing = false;
  #toBoard;
  #toHost;
  #starvation;
  onCtrlC = () => {};
  onIdle = () => {}; // all output is with the host
  onRelief = () => {}; // there is room for more from the host

  constructor(options, sink) {
    this.#options = options;
    this.#sink = sink;
    this.#starvation = new Starvation(options);
    this.#toBoard = new Wire(options, (bytes) => this.#arrive(bytes), (size) => this.#isDue(size));
    this.#toHost = new Wire(options, (bytes) => this.#writeOut(bytes));
  }

  /** The board has (re)started with new rings. */
  attach({ control, rx, tx, interrupts }) {
    this.#shared = { control, rx, tx, interrupts };
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#toBoard.cut();
  }

  /** Should the host pause? */
  get congested() {
    return this.#waitingBytes + this.#toBoard.backlog > PAUSE_ABOVE;
  }

  get idle() {
    return !this.#writing && this.#toHost.backlog === 0 && this.#shared.tx.used === 0;
  }

  /** From the host. */
  send(bytes) {
    if (this.#waitingBytes + this.#toBoard.backlog + bytes.length > DROP_ABOVE) {
      console.error(`dropped ${bytes.length} bytes: the board does not read`);
      return;
    }
    this.#toBoard.send(Buffer.from(bytes));
  }

  /** The board has output, or room for input. */
  traffic() {
    this.#fill();
    this.#drain();
  }

  // May so many bytes arrive, be it that they are lost?
  #isDue(size) {
    return !this.#options.ring || this.#shared.rx.free >= size || !this.#starvation.holds(this.#shared);
  }

  #arrive(bytes) {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#fill();
    if (this.#options.ring) this.#overflow();
  }

  #fill() {
    const wasCongested = this.congested;
    const { control, rx, interrupts } = this.#shared;
    let ctrlC = false;
    while (this.#waiting.length > 0) {
      const [bytes] = this.#waiting;
      const hasCtrlC = bytes.includes(CTRL_C);
      const count = hasCtrlC ? interrupts.arrive(() => rx.write(bytes)) : rx.write(bytes);
      this.#waitingBytes -= count;
      ctrlC ||= hasCtrlC;
      if (count === bytes.length) this.#waiting.shift();
      else {
        this.#waiting[0] = bytes.subarray(count);
        // Ask first, then look again: the board may have made room in between.
        Atomics.store(control, Word.RX_WANTED, 1);
        if (rx.free === 0 || this.#options.ring) break;
      }
    }
    Atomics.add(control, Word.WAKE, 1);
    Atomics.notify(control, Word.WAKE);
    if (ctrlC) this.onCtrlC();
    if (wasCongested && !this.congested) this.onRelief();
  }

  // A UART without flow control: what does not fit is gone, and nobody is told.
  #overflow() {
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  #drain() {
    const { control, tx } = this.#shared;
    if (this.#writing || this.#toHost.backlog >= this.#limit()) return;
    Atomics.store(control, Word.TX_ANNOUNCED, 0);
    const bytes = tx.take(this.#limit() - this.#toHost.backlog);
    if (bytes.length > 0) this.#toHost.send(bytes);
  }

  // As much as the line carries in its latency and a few milliseconds more, so that it never runs dry.
  #limit() {
    const { baud, latencyMs } = this.#options;
    return baud ? Math.max(64, Math.ceil((baud / 10_000) * (latencyMs + 8))) : MAX_FLYING;
  }

  #writeOut(bytes) {
    this.#writing = true;
    this.#sink(bytes, () => {
      this.#writing = false;
      this.#drain();
      if (this.idle) this.onIdle();
    });
  }
}
