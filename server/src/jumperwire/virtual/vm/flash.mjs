// The board's files: a folder of the PC, and nothing outside it.
//
// Names are taken apart here, so `..` cannot leave the folder. Symbolic links do not exist for the board, neither as
// files nor on the way to one: a board has none, and following one would lead out of the flash.

import fs from "node:fs";
import path from "node:path";
import { SystemError } from "./errno.mjs";
import { Quota } from "./quota.mjs";

const MAX_NAME = 255;
// PATH_MAX, and what Windows has in its place.
const LONGEST_PATH = { darwin: 1024, win32: 32_767 }[process.platform] ?? 4096;
// On Windows these are separators, streams, drives, wildcards and devices; elsewhere they are ordinary names.
const WINDOWS = /[<>:"|?*\\]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const FORBIDDEN = process.platform === "win32" ? WINDOWS : null;

export class Flash {
  #root;
  #ids = new Map();
  cwd = "/";

  constructor(root, flashSize) {
    this.#root = root;
    this.quota = new Quota(root, flashSize);
  }

  /** The board's absolute path; "" is the current folder, as on littlefs and FAT. */
  absolute(name) {
    if (name === null) throw new SystemError("EINVAL"); // not UTF-8
    const parts = [];
    for (const part of (name.startsWith("/") ? name : `${this.cwd}/${name}`).split("/")) {
      if (part === "..") parts.pop();
      else if (part !== "" && part !== ".") parts.push(checkedName(part));
    }
    return `/${parts.join("/")}`;
  }

  stat(name) {
    const { board, host } = this.#locate(name);
    const found = this.#lstat(host);
    const isDirectory = found.isDirectory();
    return { isDirectory, size: isDirectory ? 0 : found.size, mtimeMs: found.mtimeMs, id: this.id(board) };
  }

  chdir(name) {
    if (!this.stat(name).isDirectory) throw new SystemError("ENOTDIR");
    this.cwd = this.absolute(name);
  }

  list(name) {
    const { board, host } = this.#locate(name);
    return fs
      .readdirSync(host, { withFileTypes: true })
      .filter((entry) => entry.isFile() || entry.isDirectory())
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((entry) => ({ name: entry.name, isDirectory: entry.isDirectory(), id: this.id(`${board}/${entry.name}`) }));
  }

  mkdir(name) {
    const { host } = this.#locate(name);
    if (this.exists(name)) throw new SystemError("EEXIST");
    this.quota.change(null, 0);
    fs.mkdirSync(host);
  }

  rmdir(name) {
    if (!this.stat(name).isDirectory) throw new SystemError("ENOTDIR");
    if (this.absolute(name) === "/") throw new SystemError("EBUSY");
    if (this.list(name).length > 0) throw new SystemError("ENOTEMPTY");
    fs.rmdirSync(this.#locate(name).host);
    this.quota.change(0, null);
  }

  unlink(name) {
    const { isDirectory, size } = this.stat(name);
    if (isDirectory) throw new SystemError("EISDIR");
    fs.unlinkSync(this.#locate(name).host);
    this.quota.change(size, null);
    this.quota.nameLost();
  }

  rename(from, to) {
    const source = this.#locate(from);
    const target = this.#locate(to);
    const moved = this.stat(from);
    const replaced = this.exists(to) ? this.stat(to) : null;
    if (replaced?.isDirectory && !moved.isDirectory) throw new SystemError("EISDIR");
    if (replaced && !replaced.isDirectory && moved.isDirectory) throw new SystemError("ENOTDIR");
    if (source.board === target.board) return;
    if (moved.isDirectory) refuseTooDeep(source.host, target.host);
    fs.renameSync(source.host, target.host);
    if (replaced) this.quota.change(replaced.size, null);
    if (replaced) this.quota.nameLost();
  }

  exists(name) {
    try {
      this.stat(name);
      return true;
    } catch (error) {
      if (error instanceof SystemError || error.code === "ENOENT" || error.code === "ENOTDIR") return false;
      throw error;
    }
  }

  /** Opens a file; see openfile.mjs for what is done with it. */
  open(name, flags, { create, exclusive }) {
    const { host } = this.#locate(name);
    const there = this.exists(name);
    if (there && this.stat(name).isDirectory) throw new SystemError("EISDIR");
    if (there && create && exclusive) throw new SystemError("EEXIST");
    if (!there && !create) throw new SystemError("ENOENT");
    if (!there) {
      this.#lstat(path.dirname(host));
      if (isLink(host)) throw new SystemError("EEXIST"); // one that the board cannot see
      this.quota.change(null, 0);
    }
    return fs.openSync(host, there ? flags : flags | fs.constants.O_CREAT | fs.constants.O_EXCL, 0o666);
  }

  /** Inode numbers, made up: stable while the board runs. */
  id(board) {
    if (!this.#ids.has(board)) this.#ids.set(board, this.#ids.size + 1);
    return this.#ids.get(board);
  }

  #locate(name) {
    const board = this.absolute(name);
    const parts = board.split("/").filter(Boolean);
    for (let depth = 1; depth < parts.length; depth++) {
      const found = this.#lstat(path.join(this.#root, ...parts.slice(0, depth)));
      if (!found.isDirectory()) throw new SystemError("ENOTDIR");
    }
    return { board, host: path.join(this.#root, ...parts) };
  }

  #lstat(host) {
    const found = fs.lstatSync(host);
    if (found.isDirectory() || found.isFile()) return found;
    throw new SystemError("ENOENT"); // a link, a pipe, a device: not something a flash holds
  }
}

function checkedName(name) {
  if (Buffer.byteLength(name) > MAX_NAME) throw new SystemError("ENAMETOOLONG");
  if (FORBIDDEN?.test(name)) throw new SystemError("EINVAL");
  return name;
}

/** What is in a folder keeps its place below it: beyond a certain length nobody could name it any more. */
function refuseTooDeep(from, to) {
  const longer = Buffer.byteLength(to) - Buffer.byteLength(from);
  const folders = longer > 0 ? [from] : [];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      const full = path.join(folder, entry.name);
      if (Buffer.byteLength(full) + longer >= LONGEST_PATH) throw new SystemError("ENAMETOOLONG");
      if (entry.isDirectory()) folders.push(full);
    }
  }
}

function isLink(host) {
  return fs.lstatSync(host, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
