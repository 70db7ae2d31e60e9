// What the two threads share: the main thread (host side) and the worker in which the interpreter runs.
// The interpreter never returns to an event loop, so everything it must notice lies in shared memory.

/** Indices into the control words. */
export const Word = Object.freeze({
  RX_HEAD: 0, // bytes ever put into the receive ring (mod 2^32); written by the host side only
  RX_TAIL: 1, // bytes ever taken out; written by the board side only
  TX_HEAD: 2,
  TX_TAIL: 3,
  WAKE: 4, // bumped and notified whenever the board may have something to do
  CTRL_C: 5, // see interrupts.mjs
  SWALLOWED: 6, // every Ctrl-C in the receive ring below this index has become an interrupt
  BUSY: 7, // 1 while the interpreter runs
  EPOCH: 8, // counts the interpreter's starts, so that nothing is done to one that is gone
  TX_ANNOUNCED: 9, // 1 when the host side was told that there is output and has not looked yet
  RX_WANTED: 10, // 1 when the host side wants to hear that the receive ring has room again
  ACTIVITY: 11, // what the board does, one of the following
});

export const Activity = Object.freeze({
  RUNNING: 0,
  READING: 1, // it waits for input, and runs as soon as there is some
  SLEEPING: 2,
});

const RING_BYTES = 65_536;
// A slow board stops soon after its transmit buffer is full: then Ctrl-C is not answered by seconds of old output.
const SLOW_TX_BYTES = 256;

/** Allocates the shared memory for one start of the worker. */
export function allocate({ ring, baud }) {
  return {
    control: new SharedArrayBuffer(64),
    rx: new SharedArrayBuffer(RING_BYTES),
    tx: new SharedArrayBuffer(RING_BYTES),
    rxCapacity: ring || RING_BYTES,
    txCapacity: baud ? SLOW_TX_BYTES : RING_BYTES / 2,
  };
}
