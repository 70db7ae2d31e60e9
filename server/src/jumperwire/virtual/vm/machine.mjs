// One life of the board between two resets: a fresh interpreter, boot.py, main.py, then the REPL.

import { Activity, Word } from "../shared.mjs";
import { clearPending, findInterruptWords, hasPending } from "./calibrate.mjs";
import { Clock } from "./clock.mjs";
import { Flash } from "./flash.mjs";
import { HostLine } from "./hostline.mjs";
import { Interpreter } from "./interpreter.mjs";
import { Memory } from "./memory.mjs";
import { MACHINE } from "./module.mjs";
import { Repl } from "./repl.mjs";
import { Fd, systemCalls } from "./syscalls.mjs";

export const SOFT_RESET = 5; // machine.SOFT_RESET

export class Machine {
  #board;
  #memory;
  #interpreter;
  #host;
  #flash;
  #calls;
  #words = null;

  /** `board` outlives this: module, wasmMemory, options, shims, control, stdio, interrupts, announceStart. */
  constructor(board, resetCause) {
    this.#board = board;
    const { options, control, stdio, module, wasmMemory, shims } = board;
    this.#memory = new Memory(wasmMemory.buffer);
    const clock = new Clock((ms) => this.#sleep(ms));
    this.#host = new HostLine(this.#memory, [header(options, resetCause), ...shims]);
    this.#flash = new Flash(options.root, options.flashSize);
    this.#calls = systemCalls({
      memory: this.#memory,
      stdio,
      clock,
      host: this.#host,
      flash: this.#flash,
      interrupted: () => this.#noticeInterrupt(),
    });
    const imports = {
      ...this.#calls.env,
      ...this.#calls.wasi,
      mp_js_ticks_ms: () => clock.ticks(),
      mp_js_time_ms: () => Date.now(),
      mp_js_random_u32: () => (Math.random() * 2 ** 32) >>> 0,
    };
    const onCall = () => {
      clock.touch();
      if (control[Word.CTRL_C] !== 0) this.#noticeInterrupt();
    };
    const { heapSize } = options;
    this.#interpreter = new Interpreter(module, { heapSize, wasmMemory, memory: this.#memory, imports, onCall });
  }

  /** Runs until a soft reset is asked for; returns whether the raw REPL was in use. Throws ResetRequest and crashes. */
  live(raw) {
    this.#prepare();
    const exit = this.#runFile("boot.py") || (!raw && this.#runFile("main.py"));
    if (exit) return raw;
    this.#interpreter.exec(`__import__("sys").modules.pop("_board")`);
    const repl = new Repl({
      stdio: this.#board.stdio,
      feed: (byte) => this.#busy(() => this.#interpreter.feed(byte)),
      memory: this.#memory,
      raw,
      rawPaste: this.#board.options.rawPaste,
    });
    repl.start(() => this.#interpreter.startRepl());
    while (!repl.handle(this.#board.stdio.read(1, () => false)[0]));
    return repl.raw;
  }

  /** The PC's files must not stay open, whatever became of the interpreter. */
  close() {
    this.#calls.closeAll();
  }

  #prepare() {
    this.#host.useStaticData(this.#interpreter.staticData);
    this.#interpreter.exec(`_board = {"__name__": "_board", "_host": open(${Fd.HOST}, "w")}`);
    // One by one: garbage is collected in between, so that the heap is not left in pieces.
    while (this.#host.hasSource) {
      this.#interpreter.exec(`exec(compile(open(${Fd.HOST}).read(), "<board>", "exec"), _board)`);
      this.#interpreter.exec(`__import__("gc").collect()`);
    }
    this.#interpreter.exec("del _board");
    this.#host.seal();
    this.#words = this.#board.words ??= findInterruptWords(this.#interpreter, this.#memory);
    this.#board.announceStart(this.#words);
  }

  /** True when the file ended with SystemExit, which is a soft reset. */
  #runFile(name) {
    if (!this.#flash.exists(`/${name}`)) return false;
    this.#busy(() => this.#interpreter.exec(`__import__("_board").run(${JSON.stringify(name)})`));
    return this.#host.exitRequested;
  }

  #busy(action) {
    const { control, interrupts } = this.#board;
    Atomics.store(control, Word.BUSY, 1);
    const result = action();
    Atomics.store(control, Word.BUSY, 0);
    interrupts.settle();
    if (this.#words) clearPending(this.#memory, this.#words);
    return result;
  }

  // Also true for what was noticed before, or by the host side, while bytecode ran that has not looked since: nothing
  // may block then.
  #noticeInterrupt() {
    if (!this.#words) return false;
    if (this.#interpreter.armed && this.#board.interrupts.claim()) this.#interpreter.scheduleInterrupt();
    return hasPending(this.#memory, this.#words);
  }

  // C loops here until the time is over. A Ctrl-C has to get out of that loop, not wait for its end: flushing stdout is
  // the shortest way into C code that raises what is pending.
  #sleep(milliseconds) {
    if (this.#board.stdio.wait(milliseconds, () => this.#noticeInterrupt(), Activity.SLEEPING)) return;
    this.#calls.forceInterrupt();
    this.#interpreter.call(this.#host.flush.index, this.#host.flush.object);
  }
}

function header(options, resetCause) {
  return [
    `_PLATFORM = "virtual"`,
    `_MACHINE = ${JSON.stringify(MACHINE)}`,
    `_RESET_CAUSE = ${resetCause}`,
    `_UNIQUE_ID = bytes.fromhex("${options.uniqueId}")`,
    `_GC_THRESHOLD = ${Math.min(16_384, options.heapSize >> 4)}`,
    `_HAS_BUFFER = ${options.stdinBuffer ? "True" : "False"}`,
    "",
  ].join("\n");
}
