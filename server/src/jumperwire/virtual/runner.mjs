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
  #interpreter = null; // {words, epoch} of the running one
  #i32;
  #look = null;
  onDrop = () => {};

  /** `material` is what each start needs: the compiled module, its memory, the shims' source. */
  constructor(options, material, link) {
    this.#options = options;
    this.#material = material;
    this.#i32 = new Int32Array(material.memory.buffer);
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

  /** The reset button: works whatever the board is doing. Pressed again before the board is back, it changes nothing. */
  async hardReset() {
    if (this.#worker === null) return;
    const old = this.#worker;
    this.#worker = null;
    await old.terminate();
    this.start(HARD_RESET);
  }

  #hear(message) {
    if (message.kind === "traffic") this.#link.traffic();
    else if (message.kind === "started") {
      this.#interpreter = message;
    } else if (message.kind === "drop") this.onDrop();
    else console.error(`the interpreter crashed: ${oneLine(message.text)}`);
  }

  #fail(error) {
    console.error(`the board's thread failed: ${oneLine(error.stack)}`);
    process.exit(1);
  }

  #lookIn(milliseconds) {
    if (this.#look !== null) return;
    this.#look = setTimeout(() => {
      this.#look = null;
      this.#interruptByForce();
    }, milliseconds);
  }

  // For `while True: pass`: see interrupts.mjs.
  #interruptByForce() {
    const { control, interrupts } = this.#shared;
    if (!interrupts.raised) return;
    const { words, epoch } = this.#interpreter ?? {};
    const running = () => Atomics.load(control, Word.BUSY) === 1 && Atomics.load(control, Word.EPOCH) === epoch;
    if (words && running() && isArmed(this.#i32, words)) {
      interrupts.claimFor(() => running() && injectInterrupt(this.#i32, words));
      // It may have gone to sleep since it was looked at.
      Atomics.add(control, Word.WAKE, 1);
      Atomics.notify(control, Word.WAKE);
    }
    if (interrupts.raised) this.#lookIn(LATER_LOOK_MS);
  }
}

function oneLine(stack) {
  return stack.split("\n").map((line) => line.trim()).join(" | ");
}
