// Finds, in the interpreter's static data, the words that have no name in the published file.
//
// It is done by changing something from outside and looking what changed. The addresses are the same at every start.

const INTERRUPT_CHARACTER = 3;
// The scheduler's states in py/mpstate.h.
const IDLE = 1;
const PENDING = 0;

/**
 * `interruptCharacter`: index of the word that holds the armed interrupt character.
 * `exception`: [index, value] for each word of the pending KeyboardInterrupt; `none`: the same with nothing pending.
 * `state`: index of the scheduler's state.
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
  const interruptCharacter = from + only(first.findIndex((value, i) => value === 17 && second[i] === 19));

  // One that was raised first: scheduling the next has to forget its traceback.
  interpreter.scheduleInterrupt();
  interpreter.exec("try:\n while True: pass\nexcept KeyboardInterrupt: pass");
  const idle = snapshot();
  interpreter.scheduleInterrupt();
  const scheduled = snapshot();
  const changed = [...idle.keys()].filter((i) => idle[i] !== scheduled[i]);
  const state = from + only(changed.find((i) => idle[i] === IDLE && scheduled[i] === PENDING) ?? -1);
  const others = changed.filter((i) => from + i !== state);
  const words = {
    interruptCharacter,
    exception: others.map((i) => [from + i, scheduled[i]]),
    none: others.filter((i) => idle[i] === 0).map((i) => [from + i, 0]),
    state,
  };
  clearPending(memory, words);
  return words;
}

/** Does something wait to be handled, which bytecode has not looked at yet? */
export function hasPending(memory, words) {
  return Atomics.load(memory.i32, words.state) === PENDING;
}

/** Takes back an interrupt that came too late for the program it was meant for. */
export function clearPending(memory, words) {
  if (words.none.every(([index, value]) => memory.i32[index] === value)) return;
  for (const [index, value] of words.none) memory.i32[index] = value;
  memory.i32[words.state] = IDLE;
}

/** From the host side: raises KeyboardInterrupt in an interpreter that does not call out. */
export function injectInterrupt(i32, words) {
  for (const [index, value] of words.exception) Atomics.store(i32, index, value);
  // Last, because the interpreter looks at it first. Any other state than idle sees to it by itself.
  Atomics.compareExchange(i32, words.state, IDLE, PENDING);
}

export function isArmed(i32, words) {
  return Atomics.load(i32, words.interruptCharacter) === INTERRUPT_CHARACTER;
}

function only(index) {
  if (index < 0) throw new Error("cannot find the words of the interpreter's interrupts");
  return index;
}
