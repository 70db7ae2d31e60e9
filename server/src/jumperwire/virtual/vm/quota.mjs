// How full the flash is. Counted in blocks, as a flash file system does, so that many small files fill it too.

import fs from "node:fs";
import path from "node:path";
import { SystemError } from "./errno.mjs";

const BLOCK = 4096;

/** What a file of this size, or a folder (size 0), takes. Even an empty one has its entry. */
const blocksOf = (size) => Math.max(1, Math.ceil(size / BLOCK));

export class Quota {
  #root;
  #total;
  #used;

  constructor(root, flashSize) {
    this.#root = root;
    this.#total = Math.floor(flashSize / BLOCK);
    this.recount();
  }

  /** The user may have changed the folder: look again. */
  recount() {
    this.#used = 1 + countBlocks(this.#root);
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
}

function countBlocks(folder) {
  let blocks = 0;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) blocks += 1 + countBlocks(full);
    else if (entry.isFile()) blocks += blocksOf(fs.lstatSync(full).size);
  }
  return blocks;
}
