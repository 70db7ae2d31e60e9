// The REPL between the UART and the interpreter's own one. That one knows the friendly and the raw REPL; raw-paste is
// done here, because the port's would read zeros.

const Key = { CTRL_A: 1, CTRL_B: 2, CTRL_C: 3, CTRL_D: 4, CTRL_E: 5 };
const WINDOW = 128;
const RAW_BANNER = "raw REPL; CTRL-B to exit\r\n>";
const PLACEHOLDER = 0x20;

export class Repl {
  #stdio;
  #feed;
  #memory;
  #rawPaste;
  #line = []; // what the raw REPL has got since its last prompt, as far as it matters here
  raw;

  /** `feed(byte)` gives a byte to the interpreter; true when that ended in a soft reset. */
  constructor({ stdio, feed, memory, raw, rawPaste }) {
    this.#stdio = stdio;
    this.#feed = feed;
    this.#memory = memory;
    this.#rawPaste = rawPaste;
    this.raw = raw;
  }

  /** Shows the prompt. A soft reset keeps the raw REPL, but a new interpreter starts with the friendly one. */
  start(startInterpreter) {
    if (!this.raw) return startInterpreter();
    this.#stdio.filter = () => new Uint8Array();
    startInterpreter();
    this.#feed(Key.CTRL_A);
    this.#stdio.filter = null;
    this.#print(RAW_BANNER);
  }

  /** Handles one byte; true when a soft reset is asked for. */
  handle(byte) {
    return this.raw ? this.#handleRaw(byte) : this.#handleFriendly(byte);
  }

  #handleFriendly(byte) {
    if (byte !== Key.CTRL_A) return this.#feed(byte);
    // On a line with text, and in paste mode, Ctrl-A is only a key: the answer tells.
    let answer = "";
    this.#stdio.filter = (bytes) => ((answer += Buffer.from(bytes).toString("latin1")), bytes);
    const ended = this.#feed(byte);
    this.#stdio.filter = null;
    this.raw = answer.endsWith(RAW_BANNER);
    this.#line = [];
    return ended;
  }

  #handleRaw(byte) {
    if (byte === Key.CTRL_A && this.#line[0] === Key.CTRL_E && this.#line.length === 2) return this.#enterPaste();
    const ended = this.#feed(byte);
    if (byte === Key.CTRL_B) this.raw = false;
    if (byte >= Key.CTRL_A && byte <= Key.CTRL_D) this.#line = [];
    else if (this.#line.length < 3) this.#line.push(byte);
    return ended;
  }

  #enterPaste() {
    const known = this.#line[1] === 0x41;
    this.#line = [];
    this.#feed(Key.CTRL_C);
    if (known && this.#rawPaste) return this.#paste();
    this.#print("R\x00>");
    return false;
  }

  #paste() {
    this.#print(`R\x01${String.fromCharCode(WINDOW & 0xff, WINDOW >> 8)}\x01`);
    const source = [];
    for (let left = WINDOW; ; ) {
      const byte = this.#stdio.read(1, never)[0];
      if (byte === Key.CTRL_C) return this.#cancelPaste();
      if (byte === Key.CTRL_D) break;
      source.push(byte);
      if (--left === 0) {
        left = WINDOW;
        this.#print("\x01");
      }
    }
    this.#print("\x04");
    return this.#run(source);
  }

  #cancelPaste() {
    this.#print("\x04\x04KeyboardInterrupt: \r\n\x04>");
    return false;
  }

  // Through the raw REPL, whose "OK" the host does not expect.
  #run(source) {
    const fed = source.length > 0 ? source.map((byte) => (byte <= Key.CTRL_D ? PLACEHOLDER : byte)) : [0x0a];
    for (const byte of fed) this.#feed(byte);
    if (source.some((byte) => byte <= Key.CTRL_D)) this.#restore(Buffer.from(source), Buffer.from(fed));
    let dropped = 0;
    this.#stdio.filter = (bytes) => {
      const rest = bytes.subarray(Math.min(2 - dropped, bytes.length));
      dropped += bytes.length - rest.length;
      return rest;
    };
    const ended = this.#feed(Key.CTRL_D);
    this.#stdio.filter = null;
    return ended;
  }

  // Bytes that are keys in the raw REPL are source in raw-paste: they are put back where the line has its copy.
  #restore(source, fed) {
    const heap = Buffer.from(this.#memory.buffer);
    for (let at = heap.indexOf(fed); at >= 0; at = heap.indexOf(fed, at + 1)) heap.set(source, at);
  }

  #print(text) {
    this.#stdio.write(Buffer.from(text, "latin1"), never);
  }
}

// Outside a program, Ctrl-C is a key.
const never = () => false;
