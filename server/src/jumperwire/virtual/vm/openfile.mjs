// A file or folder that the board has open: where it stands in it, and what it may do.

import fs from "node:fs";
import { SystemError } from "./errno.mjs";

// Open flags of Emscripten's C library; Windows has other values, so they are translated.
const Flag = { WRITE: 1, READ_WRITE: 2, ACCESS: 3, CREATE: 64, EXCLUSIVE: 128, TRUNCATE: 512, APPEND: 1024, FOLDER: 65_536 };
const CONTENT_END = 2;

/** Opens what the board names. */
export function open(flash, name, flags) {
  if (flags & Flag.FOLDER) {
    if (!flash.stat(name).isDirectory) throw new SystemError("ENOTDIR");
    return new OpenFolder(flash, flash.absolute(name));
  }
  return new OpenFile(flash, name, flags);
}

class OpenFolder {
  position = 0;

  constructor(flash, name) {
    this.name = name;
    this.flash = flash;
    this.entries = flash.list(name);
  }

  stat() {
    return this.flash.stat(this.name);
  }

  seek(offset) {
    this.position = offset;
    return offset;
  }

  read() {
    throw new SystemError("EISDIR");
  }

  write() {
    throw new SystemError("EBADF");
  }

  sync() {}
  close() {}
}

class OpenFile {
  #fd;
  #quota;
  #append;
  position = 0;

  constructor(flash, name, flags) {
    const access = flags & Flag.ACCESS;
    this.readable = access !== Flag.WRITE;
    this.writable = access !== 0;
    this.#append = (flags & Flag.APPEND) !== 0;
    this.#quota = flash.quota;
    this.id = flash.id(flash.absolute(name));
    const { O_RDONLY, O_RDWR } = fs.constants;
    const wanted = { create: (flags & Flag.CREATE) !== 0, exclusive: (flags & Flag.EXCLUSIVE) !== 0 };
    this.#fd = flash.open(name, this.writable ? O_RDWR : O_RDONLY, wanted);
    this.#quota.opened(this.#fd);
    if (flags & Flag.TRUNCATE && this.writable) this.#truncate();
  }

  stat() {
    const { size, mtimeMs } = fs.fstatSync(this.#fd);
    return { isDirectory: false, size, mtimeMs, id: this.id };
  }

  seek(offset, whence) {
    const start = whence === 0 ? 0 : whence === CONTENT_END ? this.stat().size : this.position;
    if (start + offset < 0) throw new SystemError("EINVAL");
    this.position = start + offset;
    return this.position;
  }

  read(limit) {
    if (!this.readable) throw new SystemError("EBADF");
    const buffer = Buffer.alloc(Math.min(limit, Math.max(0, this.stat().size - this.position)));
    const count = fs.readSync(this.#fd, buffer, 0, buffer.length, this.position);
    this.position += count;
    return buffer.subarray(0, count);
  }

  write(bytes) {
    if (!this.writable) throw new SystemError("EBADF");
    const { size } = this.stat();
    if (this.#append) this.position = size;
    this.#quota.change(size, Math.max(size, this.position + bytes.length));
    const count = fs.writeSync(this.#fd, bytes, 0, bytes.length, this.position);
    this.position += count;
    return count;
  }

  // The PC's own caches are not the board's business: a pulled plug does not lose what the PC has taken.
  sync() {}

  close() {
    fs.closeSync(this.#fd);
    this.#quota.closed(this.#fd);
  }

  #truncate() {
    const { size } = this.stat();
    fs.ftruncateSync(this.#fd, 0);
    this.#quota.change(size, 0);
  }
}
