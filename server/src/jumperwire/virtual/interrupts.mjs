// Ctrl-C: finding the byte in the receive ring and deciding who turns it into a KeyboardInterrupt.
//
// A real board looks at each byte as it arrives, in an interrupt. Here the byte goes into the ring like any other, and
// becomes an interrupt as soon as the interpreter accepts one ("armed": mp_interrupt_char is 3). Until then it stays
// what it is: data under kbd_intr(-1), a key for the prompt, or pending when it came before the program had started.
//
// Either thread may do it. The interpreter does when it calls out; in `while True: pass` it never does, and the host
// side writes the interpreter's words (see machine.mjs). CTRL_C says whose turn it is.

import { Word } from "./shared.mjs";

const CTRL_C = 3;
const NONE = 0; // no unread Ctrl-C in the ring
const RAISED = 1; // perhaps one: whoever changes this to something else owns it
const INJECTING = 2; // the host side is writing to the interpreter's memory
const ARRIVING = 3; // the host side is putting one into the ring: it is there, or will be in a moment

export class Interrupts {
  #control;
  #rx;

  constructor(control, rx) {
    this.#control = control;
    this.#rx = rx;
  }

  get raised() {
    return Atomics.load(this.#control, Word.CTRL_C) === RAISED;
  }

  /** Host side: puts bytes with a Ctrl-C into the ring. Nobody can see them there without seeing that there is one. */
  arrive(put) {
    Atomics.store(this.#control, Word.CTRL_C, ARRIVING);
    const result = put();
    Atomics.store(this.#control, Word.CTRL_C, RAISED);
    return result;
  }

  /** Interpreter: takes all Ctrl-C that wait in the ring; false when there is none. */
  claim() {
    this.settle(); // else the byte would be read as data, and the host side would find none
    const state = Atomics.load(this.#control, Word.CTRL_C);
    if (state !== ARRIVING && !this.#change(RAISED, NONE)) return false;
    return this.#swallow();
  }

  /** Host side: as `claim`, and `inject` runs while the interpreter is kept from starting something else. */
  claimFor(inject) {
    if (!this.#change(RAISED, INJECTING)) return;
    if (this.#swallow()) inject();
    this.#change(INJECTING, NONE);
  }

  /** Interpreter: waits out an injection that has begun. It is a few memory writes long. */
  settle() {
    while (Atomics.load(this.#control, Word.CTRL_C) === INJECTING);
  }

  /** True when the byte at this ring index is a Ctrl-C that has become an interrupt: the reader skips it. */
  isSwallowed(index) {
    return this.#rx.at(index) === CTRL_C && ((Atomics.load(this.#control, Word.SWALLOWED) - index) | 0) > 0;
  }

  /** Interpreter, after a Ctrl-C was read as data: is there another one? */
  reconsider() {
    this.settle();
    if (this.#change(RAISED, NONE) && this.#last() !== null) this.#change(NONE, RAISED);
  }

  #swallow() {
    const last = this.#last();
    if (last === null) return false;
    Atomics.store(this.#control, Word.SWALLOWED, (last + 1) | 0);
    return true;
  }

  // All up to the last become one interrupt, as on a board that is interrupted twice before it notices once.
  #last() {
    const { head, tail } = this.#rx;
    for (let i = (head - 1) | 0; ((i - tail) | 0) >= 0; i = (i - 1) | 0) {
      if (this.#rx.at(i) === CTRL_C && !this.isSwallowed(i)) return i;
    }
    return null;
  }

  #change(from, to) {
    return Atomics.compareExchange(this.#control, Word.CTRL_C, from, to) === from;
  }
}
