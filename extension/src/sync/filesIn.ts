// The files that a change on this computer may affect: for a new folder, all files in it.

import { lstat, readdir } from "node:fs/promises";
import * as path from "node:path";

/** Large folders that are ignored by default; the sidecar knows all rules. */
const SKIPPED = new Set([".git", ".venv", "venv", "env", "node_modules", "__pycache__"]);

/** The most files of a project for a board. */
const MOST = 1_000;

/** Returns the path itself if it is a file, or is gone. */
export async function filesIn(changed: string): Promise<readonly string[]> {
  const isFolder = await lstat(changed).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [changed];
  const files: string[] = [];
  await collect(changed, files);
  return files;
}

async function collect(folder: string, files: string[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []); // gone meanwhile
  for (const entry of entries) {
    if (files.length >= MOST || SKIPPED.has(entry.name)) continue;
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) await collect(at, files);
    else files.push(at);
  }
}
