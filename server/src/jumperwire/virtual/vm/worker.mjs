// The thread in which the interpreter runs: one life after the other, until the host side ends the thread.

import { parentPort, workerData } from "node:worker_threads";
import { Interrupts } from "../interrupts.mjs";
import { Ring } from "../ring.mjs";
import { Word } from "../shared.mjs";
import { ResetRequest } from "./hostline.mjs";
import { Machine, SOFT_RESET } from "./machine.mjs";
import { Stdio } from "./stdio.mjs";

const { shared, options, module, memory, shims, resetCause } = workerData;
const HARD_RESET = 2; // machine.HARD_RESET
// A board whose boot.py crashes it must not become a busy loop.
const PAUSE_AFTER_CRASH_MS = 500;

const control = new Int32Array(shared.control);
const rx = new Ring(control, shared.rx, Word.RX_HEAD, Word.RX_TAIL, shared.rxCapacity);
const tx = new Ring(control, shared.tx, Word.TX_HEAD, Word.TX_TAIL, shared.txCapacity);
const interrupts = new Interrupts(control, rx);
const stdio = new Stdio({ control, rx, tx, interrupts, announce: () => parentPort.postMessage({ kind: "traffic" }) });

const board = {
  options,
  module,
  wasmMemory: memory,
  shims,
  control,
  stdio,
  interrupts,
  words: null,
  announceStart(words) {
    const epoch = Atomics.add(control, Word.EPOCH, 1) + 1;
    parentPort.postMessage({ kind: "started", words, epoch });
  },
};

function say(text) {
  stdio.write(Buffer.from(text, "latin1"), () => false);
}

/** The host side ends the process: nothing may be heard any more. */
function drop() {
  parentPort.postMessage({ kind: "drop" });
  Atomics.wait(control, Word.EPOCH, Atomics.load(control, Word.EPOCH));
}

let cause = resetCause;
let raw = false;
for (;;) {
  const machine = new Machine(board, cause);
  try {
    raw = machine.live(raw);
    say("MPY: soft reboot\r\n");
    cause = SOFT_RESET;
  } catch (error) {
    raw = false;
    cause = HARD_RESET;
    if (error instanceof ResetRequest) {
      if (options.dropOnReset) drop();
    } else {
      // The interpreter is broken, the board is not: say so where the user looks, and start again.
      say(`\r\nThe virtual board's interpreter crashed (${error.message}) and starts again.\r\n`);
      parentPort.postMessage({ kind: "crash", text: String(error.stack) });
      Atomics.wait(control, Word.WAKE, Atomics.load(control, Word.WAKE), PAUSE_AFTER_CRASH_MS);
    }
  }
  Atomics.store(control, Word.BUSY, 0);
  stdio.filter = null;
  machine.close();
}
