// How full the flash is. Counted in blocks, as a flash file system does, so that many small files fill it too.

import fs from "node:fs";
import path from "node:path";
import { SystemError, errnoOf } from "./errno.mjs";

const BLOCK = 4096;

/** What a file of this size, or a folder (size 0), takes. Even an empty one has its entry. */
const blocksOf = (size) => Math.max(1, Math.ceil(size / BLOCK));

export class Quota {
  #root;
  #total;
  #used;
  #open = new Set(); // descriptors
  #unnamed = new Map(); // inode of an open file that has no name any more: its descriptor

  constructor(root, flashSize) {
    this.#root = root;
    this.#total = Math.floor(flashSize / BLOCK);
    this.recount();
  }

  /** The user may have changed the folder: look again. What is open without a name keeps its blocks, and is not in it. */
  recount() {
    this.#used = 1 + countBlocks(this.#root);
    for (const fd of this.#unnamed.values()) this.#used += blocksOf(fs.fstatSync(fd).size);
  }

  statfs() {
    this.recount();
    return { blockSize: BLOCK, blocks: this.#total, free: Math.max(0, this.#total - this.#used) };
  }

  /** Before a file or folder is made (`from` null), or changes its size: throws ENOSPC when it does not fit. */
  change(from, to) {
    const extra = (to === null ? 0 : blocksOf(to)) - (from === null ? 0 : blocksOf(from));
    if (extra > 0 && this.#used + extra > this.#total) {
      this.recount();
      if (this.#used + extra > this.#total) throw new SystemError("ENOSPC");
    }
    this.#used += extra;
  }

  opened(fd) {
    this.#open.add(fd);
  }

  closed(fd) {
    this.#open.delete(fd);
    const unnamed = [...this.#unnamed].find(([, open]) => open === fd);
    if (unnamed === undefined) return;
    this.#unnamed.delete(unnamed[0]);
    this.nameLost(); // another descriptor may have it open
    this.recount();
  }

  /** After a name was taken away: its file takes room until it is closed. */
  nameLost() {
    for (const fd of this.#open) {
      const { ino, nlink, size } = fs.fstatSync(fd);
      if (nlink > 0 || this.#unnamed.has(ino)) continue;
      this.#unnamed.set(ino, fd);
      this.#used += blocksOf(size);
    }
  }
}

// Not by recursion, and what cannot be looked at is passed over: a tree that is deeper than paths are long, or that the
// user changes meanwhile, must not keep the board from starting.
function countBlocks(root) {
  let blocks = 0;
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(folder)) {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory()) folders.push(full);
      else if (!entry.isFile()) continue;
      blocks += entry.isDirectory() ? 1 : blocksOf(sizeOf(full));
    }
  }
  return blocks;
}

function entriesOf(folder) {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    errnoOf(error); // throws what is no error of the file system
    return [];
  }
}

function sizeOf(file) {
  try {
    return fs.lstatSync(file).size;
  } catch (error) {
    errnoOf(error);
    return 0;
  }
}
