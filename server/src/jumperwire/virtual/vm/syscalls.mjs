// The system calls of the interpreter's C library: terminals, files, poll. This is all that board code can reach.

import { Errno, SystemError, WASI_EINTR, errnoOf } from "./errno.mjs";
import { DIRENT_SIZE } from "./memory.mjs";
import { open } from "./openfile.mjs";
import { OpenRomFile, isRom, romFile, romStat } from "./rom.mjs";
import { Activity } from "../shared.mjs";

const CURRENT_FOLDER = -100;
const FIRST_FILE = 16;
const MAX_OPEN = 64;
const Poll = { IN: 1 | 64, OUT: 4 | 256, INVALID: 32 };
// Descriptors beyond the usual three: the same UART without newline conversion, and the shims' line to the host.
export const Fd = Object.freeze({ STDIN: 0, STDOUT: 1, STDERR: 2, RAW_STDIN: 3, RAW_STDOUT: 4, HOST: 5 });
const INTERRUPTED = Symbol("interrupted");

/**
 * `context` has: memory, stdio, flash, clock, host (the shims' line: read(limit), write(bytes)) and interrupted(),
 * which turns a waiting Ctrl-C into a pending KeyboardInterrupt and tells whether one is. After INTERRUPTED, C raises it.
 */
export function systemCalls({ memory, stdio, flash, clock, host, interrupted }) {
  const files = new Map();
  let forcedInterrupt = false;

  const terminals = new Map([
    [Fd.STDIN, { read: (limit) => stdio.read(limit, interrupted)?.map((byte) => (byte === 13 ? 10 : byte)), poll: readable }],
    [Fd.RAW_STDIN, { read: (limit) => stdio.read(limit, interrupted), poll: readable }],
    [Fd.STDOUT, { write: (bytes) => stdio.writeCooked(bytes, interrupted), poll: () => Poll.OUT }],
    [Fd.STDERR, { write: (bytes) => stdio.writeCooked(bytes, interrupted), poll: () => Poll.OUT }],
    [Fd.RAW_STDOUT, { write: (bytes) => stdio.write(bytes, interrupted), poll: () => Poll.OUT }],
    [Fd.HOST, { read: (limit) => host.read(limit), write: (bytes) => host.write(bytes) }],
  ]);

  function readable() {
    return stdio.readable ? Poll.IN : 0;
  }

  function fileOf(fd) {
    const file = files.get(fd);
    if (!file) throw new SystemError(terminals.has(fd) ? "ESPIPE" : "EBADF");
    return file;
  }

  function readFrom(fd, limit) {
    const terminal = terminals.get(fd);
    if (!terminal) return fileOf(fd).read(limit);
    if (!terminal.read) throw new SystemError("EBADF");
    if (limit === 0) return new Uint8Array();
    const bytes = terminal.read(limit);
    if (!bytes) throw INTERRUPTED;
    return bytes;
  }

  function writeTo(fd, bytes) {
    const terminal = terminals.get(fd);
    if (!terminal) return fileOf(fd).write(bytes);
    if (!terminal.write) throw new SystemError("EBADF");
    if (terminal.write(bytes) === false) throw INTERRUPTED;
    return bytes.length;
  }

  function openAt(folder, path, flags) {
    if (folder !== CURRENT_FOLDER) throw new SystemError("EBADF");
    if (files.size >= MAX_OPEN) throw new SystemError("EMFILE");
    let fd = FIRST_FILE;
    while (files.has(fd)) fd++;
    const name = memory.string(path);
    files.set(fd, isRom(name ?? "") ? new OpenRomFile(name) : open(flash, name, flags));
    return fd;
  }

  function statAt(path, at) {
    const name = memory.string(path);
    memory.writeStat(at, isRom(name ?? "") ? romStat(romFile(name)) : flash.stat(name));
    return 0;
  }

  function listInto(fd, at, room) {
    const folder = fileOf(fd);
    let written = 0;
    for (; folder.position < folder.entries.length && written + DIRENT_SIZE <= room; written += DIRENT_SIZE) {
      const entry = folder.entries[folder.position++];
      memory.writeDirent(at + written, { ...entry, next: folder.position });
    }
    return written;
  }

  // Blocks for real: the interpreter would otherwise ask in a circle.
  function poll(at, count, timeoutMs) {
    const end = timeoutMs < 0 ? Infinity : performance.now() + timeoutMs;
    for (;;) {
      const ready = pollOnce(at, count);
      // What is ready may be a Ctrl-C.
      if (ready > 0 && interrupted()) throw INTERRUPTED;
      const left = end - performance.now();
      if (ready > 0 || left <= 0) return ready;
      if (!stdio.wait(left, interrupted, Activity.READING)) throw INTERRUPTED;
    }
  }

  function pollOnce(at, count) {
    let ready = 0;
    for (let i = 0; i < count; i++) {
      const entry = at + 8 * i;
      const state = pollState(memory.i32[entry >> 2], memory.i16[(entry + 4) >> 1]);
      memory.i16[(entry + 6) >> 1] = state;
      if (state !== 0) ready++;
    }
    return ready;
  }

  function pollState(fd, events) {
    const terminal = terminals.get(fd);
    if (terminal?.poll) return terminal.poll() & events;
    return files.has(fd) ? (Poll.IN | Poll.OUT) & events : Poll.INVALID;
  }

  function read(fd, vectors, count, out) {
    let total = 0;
    for (const { at, length } of memory.vectors(vectors, count)) {
      const bytes = readFrom(fd, length);
      memory.u8.set(bytes, at);
      total += bytes.length;
      if (bytes.length < length) break;
    }
    memory.u32[out >> 2] = total;
    return 0;
  }

  function write(fd, vectors, count, out) {
    const parts = memory.vectors(vectors, count).map(({ at, length }) => memory.bytes(at, length));
    memory.u32[out >> 2] = writeTo(fd, parts.length === 1 ? parts[0] : Buffer.concat(parts));
    return 0;
  }

  function seek(fd, offset, whence, out) {
    memory.i64[out >> 3] = BigInt(fileOf(fd).seek(Number(offset), whence));
    return 0;
  }

  function sync(fd) {
    if (forcedInterrupt) {
      forcedInterrupt = false;
      throw INTERRUPTED;
    }
    if (!terminals.has(fd)) fileOf(fd).sync();
    return 0;
  }

  function close(fd) {
    if (terminals.has(fd)) return 0; // a board's terminal cannot be closed
    fileOf(fd).close();
    files.delete(fd);
    return 0;
  }

  function removeAt(_folder, path, flags) {
    if (flags) flash.rmdir(memory.string(path));
    else flash.unlink(memory.string(path));
    return 0;
  }

  function currentFolder(at, room) {
    return memory.writeString(at, flash.cwd, room) ? Buffer.byteLength(flash.cwd) + 1 : -Errno.EINVAL;
  }

  function statfs(_path, _size, at) {
    memory.writeStatfs(at, flash.quota.statfs());
    return 0;
  }

  const done = (action) => (action(), 0);
  const env = {
    __syscall_chdir: (path) => done(() => flash.chdir(memory.string(path))),
    __syscall_fstat64: (fd, at) => done(() => memory.writeStat(at, fileOf(fd).stat())),
    __syscall_getcwd: currentFolder,
    __syscall_getdents64: listInto,
    __syscall_lstat64: statAt,
    __syscall_mkdirat: (_folder, path) => done(() => flash.mkdir(memory.string(path))),
    __syscall_newfstatat: (_folder, path, at) => statAt(path, at),
    __syscall_openat: openAt,
    __syscall_poll: poll,
    __syscall_poll_nonblocking: (at, count) => poll(at, count, 0),
    __syscall_renameat: (_from, from, _to, to) => done(() => flash.rename(memory.string(from), memory.string(to))),
    __syscall_rmdir: (path) => done(() => flash.rmdir(memory.string(path))),
    __syscall_stat64: statAt,
    __syscall_statfs64: statfs,
    __syscall_unlinkat: removeAt,
  };
  const wasi = { fd_close: close, fd_read: read, fd_seek: seek, fd_sync: sync, fd_write: write };

  // The two families report errors with opposite signs.
  const wrap = (calls, sign) =>
    Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, (...args) => {
      clock.touch();
      try {
        return call(...args);
      } catch (error) {
        return sign * (error === INTERRUPTED ? WASI_EINTR : errnoOf(error));
      }
    }]));

  return {
    env: wrap(env, -1),
    wasi: wrap(wasi, 1),
    /** The next fsync is "interrupted": a way to make C raise what is pending. */
    forceInterrupt: () => void (forcedInterrupt = true),
    closeAll: () => {
      for (const file of files.values()) file.close();
      files.clear();
    },
  };
}
