// The host's frames on stdin: one type byte, a little-endian u32 length, the payload.

const HEADER = 5;
export const FrameType = Object.freeze({ DATA: 0, CONTROL: 1 });
// A control message is a line of JSON. Data frames have no such limit: they are passed on as they come.
const MAX_CONTROL = 65_536;

/** Takes chunks of any size; calls `onData(bytes)` and `onControl(object)`. Throws on a frame it does not know. */
export class FrameReader {
  #header = Buffer.alloc(HEADER);
  #have = 0;
  #left = 0;
  #control = [];

  constructor({ onData, onControl }) {
    this.onData = onData;
    this.onControl = onControl;
  }

  push(chunk) {
    for (let rest = chunk; rest.length > 0; ) {
      rest = this.#left === 0 ? this.#takeHeader(rest) : this.#takePayload(rest);
    }
  }

  #takeHeader(chunk) {
    const count = Math.min(HEADER - this.#have, chunk.length);
    this.#header.set(chunk.subarray(0, count), this.#have);
    this.#have += count;
    if (this.#have === HEADER) {
      this.#have = 0;
      this.#left = this.#header.readUInt32LE(1);
      this.#check();
    }
    return chunk.subarray(count);
  }

  #check() {
    const type = this.#header[0];
    if (type === FrameType.DATA) return;
    if (type !== FrameType.CONTROL) throw new Error(`unknown frame type ${type}`);
    if (this.#left > MAX_CONTROL) throw new Error(`control frame of ${this.#left} bytes`);
  }

  #takePayload(chunk) {
    const part = chunk.subarray(0, this.#left);
    this.#left -= part.length;
    if (this.#header[0] === FrameType.DATA) this.onData(part);
    else this.#takeControl(part);
    return chunk.subarray(part.length);
  }

  #takeControl(part) {
    this.#control.push(part);
    if (this.#left > 0) return;
    const text = Buffer.concat(this.#control).toString("utf8");
    this.#control = [];
    this.onControl(JSON.parse(text));
  }
}
