// The shims' line to the host side: a file descriptor that reads as the shims' sources and takes commands.
//
// Commands that change the interpreter's ROM are accepted only until the shims have run; afterwards board code, which
// can open the same descriptor, may ask for a reset and nothing else.

const QSTR_NULL = 2; // as a Python object: a name that no source text can spell

/** Thrown through the interpreter: it is not coming back. */
export class ResetRequest extends Error {}

export class HostLine {
  #memory;
  #staticData;
  #sources;
  #sealed = false;
  exitRequested = false;
  /** sys.stdout.flush as C sees it: {index: of the function, object: its argument}. */
  flush = null;

  constructor(memory, sources) {
    this.#memory = memory;
    this.#sources = sources.map((source) => Buffer.from(source));
  }

  get hasSource() {
    return this.#sources.length > 0;
  }

  /** One of the shims' sources after the other, each up to an end of file. */
  read(limit) {
    if (!this.hasSource) return Buffer.alloc(0);
    const part = this.#sources[0].subarray(0, limit);
    if (part.length === 0) this.#sources.shift();
    else this.#sources[0] = this.#sources[0].subarray(part.length);
    return part;
  }

  /** From now on there is board code. */
  seal() {
    this.#sealed = true;
  }

  useStaticData(range) {
    this.#staticData = range;
  }

  write(bytes) {
    const [command, ...words] = bytes.toString("utf8").split(" ");
    if (command === "reset") throw new ResetRequest();
    if (command === "exit") this.exitRequested = true;
    else if (!this.#sealed) this.#change(command, Number(words[0]) >> 2, words);
    return true;
  }

  // A bound method is {type, function, object}, a function {type, index}.
  #change(command, word, words) {
    const { i32 } = this.#memory;
    if (command === "forget") this.#forget(Number(words[0]));
    else if (command === "raw") this.#useRawDescriptors(words.map((address) => Number(address) >> 2));
    else if (command === "flush") this.flush = { index: i32[(i32[word + 1] >> 2) + 1], object: i32[word + 2] };
    else if (command === "text") this.#replaceText(word, words.slice(1).join(" "));
    else throw new Error(`unknown command of the shims: ${command}`);
  }

  /** Takes a module out of the table of built-in modules: its entry is the address, preceded by the name. */
  #forget(address) {
    const [from, to] = this.#staticData.map((at) => at >> 2);
    const { i32 } = this.#memory;
    for (let i = from + 1; i < to; i++) if (i32[i] === address && (i32[i - 1] & 7) === 2) i32[i - 1] = QSTR_NULL;
  }

  /** sys.stdout.buffer and sys.stdin.buffer: {type, descriptor}. */
  #useRawDescriptors([stdout, stdin]) {
    this.#memory.i32[stdout + 1] = 4;
    this.#memory.i32[stdin + 1] = 3;
  }

  /** A str object: {type, hash, length, data}. The text is shorter than what it replaces. */
  #replaceText(word, text) {
    const { i32, u8 } = this.#memory;
    const bytes = Buffer.from(`${text}\0`);
    u8.set(bytes, i32[word + 3]);
    i32[word + 1] = 0; // the hash, to be computed anew
    i32[word + 2] = bytes.length - 1;
  }
}
