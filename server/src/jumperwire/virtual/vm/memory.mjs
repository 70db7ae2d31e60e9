// Reads and writes C values in the interpreter's memory. It has a fixed size, so the views stay valid.

const decoder = new TextDecoder("utf-8", { fatal: true });
const S_IFDIR = 0o040000;
const S_IFREG = 0o100000;

export class Memory {
  constructor(buffer) {
    this.buffer = buffer;
    this.i16 = new Int16Array(buffer);
    this.u8 = new Uint8Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.u32 = new Uint32Array(buffer);
    this.i64 = new BigInt64Array(buffer);
  }

  /** A copy: most of Node refuses views of shared memory. */
  bytes(at, length) {
    return Buffer.from(this.u8.slice(at, at + length));
  }

  /** A C string; null when it is not UTF-8. */
  string(at) {
    try {
      return decoder.decode(this.u8.slice(at, this.u8.indexOf(0, at)));
    } catch {
      return null;
    }
  }

  writeString(at, text, room) {
    const bytes = Buffer.from(`${text}\0`);
    if (bytes.length > room) return false;
    this.u8.set(bytes, at);
    return true;
  }

  /** The buffers of a readv or writev. */
  vectors(at, count) {
    return Array.from({ length: count }, (_, i) => ({ at: this.u32[at / 4 + 2 * i], length: this.u32[at / 4 + 2 * i + 1] }));
  }

  /** struct stat of Emscripten's C library. */
  writeStat(at, { isDirectory, size, mtimeMs, id }) {
    const word = at >> 2;
    this.u32.fill(0, word, word + 24);
    this.u32[word + 1] = isDirectory ? S_IFDIR : S_IFREG;
    this.u32[word + 2] = 1; // links
    this.i64[(at + 24) >> 3] = BigInt(size);
    this.i32[word + 8] = 4096;
    this.i32[word + 9] = Math.ceil(size / 512);
    for (const field of [40, 56, 72]) this.i64[(at + field) >> 3] = BigInt(Math.floor(mtimeMs / 1000));
    this.i64[(at + 88) >> 3] = BigInt(id);
  }

  /** struct statfs of Emscripten's C library. */
  writeStatfs(at, { blockSize, blocks, free }) {
    const word = at >> 2;
    this.u32.fill(0, word, word + 22);
    this.u32[word + 1] = blockSize;
    this.i64[(at + 8) >> 3] = BigInt(blocks);
    this.i64[(at + 16) >> 3] = BigInt(free);
    this.i64[(at + 24) >> 3] = BigInt(free);
    this.u32[word + 14] = 255; // longest name
    this.u32[word + 15] = blockSize;
  }

  /** One entry of getdents64, at its fixed size. */
  writeDirent(at, { name, isDirectory, id, next }) {
    this.i64[at >> 3] = BigInt(id);
    this.i64[(at + 8) >> 3] = BigInt(next);
    this.u8[at + 16] = DIRENT_SIZE & 0xff;
    this.u8[at + 17] = DIRENT_SIZE >> 8;
    this.u8[at + 18] = isDirectory ? 4 : 8;
    this.writeString(at + 19, name, 256);
  }
}

export const DIRENT_SIZE = 280;
