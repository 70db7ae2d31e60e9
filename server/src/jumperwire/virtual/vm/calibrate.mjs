// Finds, in the interpreter's static data, the words that have no name in the published file.
//
// It is done by changing something from outside and looking what changed. The addresses are the same at every start.

const INTERRUPT_CHARACTER = 3;

/**
 * `interruptCharacter`: index of the word that holds the armed interrupt character.
 * `pending`: [index, idle value, value with an interrupt pending] for each word that scheduling one changes. The last
 * one is the scheduler's state: it must be written last, because the interpreter looks at it first.
 */
export function findInterruptWords(interpreter, memory) {
  const [from, to] = interpreter.staticData.map((address) => address >> 2);
  const snapshot = () => memory.i32.slice(from, to);
  const kbdIntr = (character) => interpreter.exec(`import micropython\nmicropython.kbd_intr(${character})`);

  // Any two other characters will do to tell the word from all others.
  kbdIntr(17);
  const first = snapshot();
  kbdIntr(19);
  const second = snapshot();
  kbdIntr(-1);
  const interruptCharacter = from + onlyIndex(first, (value, i) => value === 17 && second[i] === 19);

  const idle = snapshot();
  interpreter.scheduleInterrupt();
  const scheduled = snapshot();
  const changed = [...idle.keys()].filter((i) => idle[i] !== scheduled[i]);
  const pending = changed.map((i) => [from + i, idle[i], scheduled[i]]);
  for (const [index, value] of pending) memory.i32[index] = value;
  // Addresses are large, the scheduler's states are small numbers.
  pending.sort((a, b) => Math.abs(b[2]) - Math.abs(a[2]));
  if (pending.length === 0) throw new Error("cannot find the interpreter's pending exception");
  return { interruptCharacter, pending };
}

/** Does something wait to be handled, which bytecode has not looked at yet? */
export function hasPending(memory, words) {
  const [index, , scheduled] = words.pending.at(-1);
  return Atomics.load(memory.i32, index) === scheduled;
}

/** Takes back an interrupt that came too late for the program it was meant for. */
export function clearPending(memory, words) {
  for (const [index, idle] of words.pending) memory.i32[index] = idle;
}

/** From the host side: raises KeyboardInterrupt in an interpreter that does not call out. */
export function injectInterrupt(i32, words) {
  for (const [index, idle, scheduled] of words.pending.slice(0, -1)) {
    if (Atomics.load(i32, index) === idle) Atomics.store(i32, index, scheduled);
  }
  const [index, idle, scheduled] = words.pending.at(-1);
  Atomics.compareExchange(i32, index, idle, scheduled);
}

export function isArmed(i32, words) {
  return Atomics.load(i32, words.interruptCharacter) === INTERRUPT_CHARACTER;
}

function onlyIndex(array, matches) {
  const found = array.findIndex(matches);
  if (found < 0) throw new Error("cannot find the interpreter's interrupt character");
  return found;
}
