// The board's worker thread, seen from the host side: starting it, resetting it, interrupting it.

import { Worker } from "node:worker_threads";
import { Interrupts } from "./interrupts.mjs";
import { Ring } from "./ring.mjs";
import { Word, allocate } from "./shared.mjs";
import { injectInterrupt, isArmed } from "./vm/calibrate.mjs";

// A board that calls out notices a Ctrl-C within microseconds. One that has not after this long never will by itself.
const FIRST_LOOK_MS = 4;
// While a Ctrl-C waits as data, or the board compiles.
const LATER_LOOK_MS = 25;
const PWRON_RESET = 1; // machine.PWRON_RESET
const HARD_RESET = 2;

export class Runner {
  #options;
  #material;
  #link;
  #worker = null;
  #shared = null;
  #interpreter = null; // {i32, words, epoch} of the running one
  #look = null;
  onDrop = () => {};

  /** `material` is what each start needs: the compiled module, the shims' source. */
  constructor(options, material, link) {
    this.#options = options;
    this.#material = material;
    this.#link = link;
    link.onCtrlC = () => this.#lookIn(FIRST_LOOK_MS);
  }

  start(resetCause = PWRON_RESET) {
    const shared = allocate(this.#options);
    const control = new Int32Array(shared.control);
    const rx = new Ring(control, shared.rx, Word.RX_HEAD, Word.RX_TAIL, shared.rxCapacity);
    const tx = new Ring(control, shared.tx, Word.TX_HEAD, Word.TX_TAIL, shared.txCapacity);
    this.#shared = { control, rx, tx, interrupts: new Interrupts(control, rx) };
    this.#interpreter = null;
    this.#link.attach(this.#shared);
    const workerData = { shared, options: this.#options, resetCause, ...this.#material };
    const worker = new Worker(new URL("./vm/worker.mjs", import.meta.url), { workerData, stdin: false });
    worker.on("message", (message) => worker === this.#worker && this.#hear(message));
    worker.on("error", (error) => worker === this.#worker && this.#fail(error));
    this.#worker = worker;
  }

  /** The reset button: works whatever the board is doing. */
  async hardReset() {
    const old = this.#worker;
    this.#worker = null;
    await old?.terminate();
    if (this.#worker === null) this.start(HARD_RESET);
  }

  #hear(message) {
    if (message.kind === "traffic") this.#link.traffic();
    else if (message.kind === "started") {
      this.#interpreter = { i32: new Int32Array(message.buffer), words: message.words, epoch: message.epoch };
    } else if (message.kind === "drop") this.onDrop();
    else console.error(`the interpreter crashed: ${message.text}`);
  }

  #fail(error) {
    console.error(`the board's thread failed: ${error.stack}`);
    process.exit(1);
  }

  #lookIn(milliseconds) {
    this.#look ??= setTimeout(() => {
      this.#look = null;
      this.#interruptByForce();
    }, milliseconds);
  }

  // For `while True: pass`: see interrupts.mjs.
  #interruptByForce() {
    const { control, interrupts } = this.#shared;
    if (!interrupts.raised) return;
    const { i32, words, epoch } = this.#interpreter ?? {};
    const running = () => Atomics.load(control, Word.BUSY) === 1 && Atomics.load(control, Word.EPOCH) === epoch;
    if (i32 && running() && isArmed(i32, words)) interrupts.claimFor(() => running() && injectInterrupt(i32, words));
    if (interrupts.raised) this.#lookIn(LATER_LOOK_MS);
  }
}
