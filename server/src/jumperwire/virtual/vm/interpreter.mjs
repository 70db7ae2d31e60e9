// One start of the interpreter: instantiates it with our own imports and offers what the port exports.
//
// The package's own JavaScript is not used. It would give board code `import js`, that is, this whole process; here
// board code can reach the functions that are passed in and nothing else, because nothing else is there.

import { clearStaticData } from "./module.mjs";

// Words of the Python stack: 100 to 200 nested calls, then RuntimeError. More could overflow the C stack first.
const PYTHON_STACK = 2048;
const EXCEPTION = -1;
const INTERRUPT_CHARACTER = 3;

/** C's longjmp, as Emscripten does it: unwinds JavaScript frames up to the call that set the jump. */
class Jump {}

/** Raised through the interpreter when C says that it cannot go on. */
export class Aborted extends Error {}

export class Interpreter {
  #exports;
  #memory;
  #functions = [];

  /**
   * `imports` are the functions of systemCalls() and of the clock, by name; `onCall` is called before each call that C
   * protects with setjmp, thus very often. `memory` is a Memory, and `wasmMemory` what it is a view of.
   */
  constructor(module, { heapSize, wasmMemory, memory, imports, onCall }) {
    this.#memory = memory;
    clearStaticData(wasmMemory.buffer);
    const known = { ...imports, ...this.#invokers(onCall), ...control(), memory: wasmMemory };
    const spaces = {};
    for (const { module: space, name } of WebAssembly.Module.imports(module)) {
      (spaces[space] ??= {})[name] = known[name] ?? refuse;
    }
    this.#exports = new WebAssembly.Instance(module, spaces).exports;
    this.#exports.emscripten_stack_init();
    this.#exports.__wasm_call_ctors();
    /** Static data lies between these two: the C stack is below, the heap above. */
    this.staticData = [this.#exports.emscripten_stack_get_base(), this.#exports.malloc(16)];
    this.#exports.mp_js_init(PYTHON_STACK, heapSize);
    this.#exports.proxy_c_init();
  }

  /** Runs Python source in `__main__`; throws its exception as an Error. */
  exec(source) {
    const bytes = Buffer.from(source);
    const at = this.#exports.malloc(bytes.length + 1);
    this.#memory.u8.set(bytes, at);
    this.#memory.u8[at + bytes.length] = 0;
    const result = this.#exports.malloc(12);
    this.#exports.mp_js_do_exec(at, bytes.length, result);
    this.#exports.free(at);
    const [kind, length, text] = this.#memory.i32.subarray(result >> 2, (result >> 2) + 3);
    this.#exports.free(result);
    if (kind === EXCEPTION) throw new Error(this.#memory.bytes(text, length).toString("utf8"));
  }

  /** Shows the banner and the first prompt. */
  startRepl() {
    this.#exports.mp_js_repl_init();
  }

  /** One byte for the REPL; true when it asks for a soft reset. Returns when what it started has ended. */
  feed(byte) {
    return this.#exports.mp_js_repl_process_char(byte) !== 0;
  }

  /** Would a Ctrl-C interrupt now? Off while the REPL reads or compiles, and under micropython.kbd_intr(-1). */
  get armed() {
    return this.#exports.mp_hal_get_interrupt_char() === INTERRUPT_CHARACTER;
  }

  /** Makes KeyboardInterrupt pending: bytecode notices at its next jump, a system call by EINTR. */
  scheduleInterrupt() {
    this.#exports.mp_sched_keyboard_interrupt();
  }

  /** Calls a C function of one argument by its place in the table. */
  call(index, argument) {
    return this.#function(index)(argument);
  }

  #function(index) {
    return (this.#functions[index] ??= this.#exports.__indirect_function_table.get(index));
  }

  // Spelled out for each number of arguments: this is the interpreter's hot path, and rest parameters cost.
  #invokers(onCall) {
    const get = (index) => this.#functions[index] ?? this.#function(index);
    const stack = () => this.#exports.emscripten_stack_get_current();
    const land = (sp, error) => {
      this.#exports._emscripten_stack_restore(sp);
      if (!(error instanceof Jump)) throw error;
      this.#exports.setThrew(1, 0);
    };
    const guarded = [
      (f) => { onCall(); const sp = stack(); try { return get(f)(); } catch (e) { return land(sp, e); } },
      (f, a) => { onCall(); const sp = stack(); try { return get(f)(a); } catch (e) { return land(sp, e); } },
      (f, a, b) => { onCall(); const sp = stack(); try { return get(f)(a, b); } catch (e) { return land(sp, e); } },
      (f, a, b, c) => { onCall(); const sp = stack(); try { return get(f)(a, b, c); } catch (e) { return land(sp, e); } },
      (f, a, b, c, d) => { onCall(); const sp = stack(); try { return get(f)(a, b, c, d); } catch (e) { return land(sp, e); } },
      (f, a, b, c, d, g) => { onCall(); const sp = stack(); try { return get(f)(a, b, c, d, g); } catch (e) { return land(sp, e); } },
    ];
    // The name is the C signature: the result's type, then one letter for each argument.
    const names = ["v", "i"].flatMap((result) => guarded.map((_, count) => `invoke_${result}${"i".repeat(count)}`));
    return Object.fromEntries(names.map((name) => [name, guarded[name.length - "invoke_v".length]]));
  }
}

function control() {
  return {
    _emscripten_throw_longjmp() {
      throw new Jump();
    },
    _abort_js() {
      throw new Aborted("the interpreter gave up");
    },
    emscripten_resize_heap: () => 0, // the memory has a fixed size
  };
}

/** What is left are the functions behind `js` and `jsffi`: there is nothing behind them here. */
function refuse() {
  return 0;
}
