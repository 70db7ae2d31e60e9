// The files that a change on this computer may be about: of a folder that has just come, all that are in it.

import { lstat, readdir } from "node:fs/promises";
import * as path from "node:path";

/** Large, and never sent from the start; the sidecar knows all the rules. */
const SKIPPED = new Set([".git", ".venv", "venv", "env", "node_modules", "__pycache__"]);

/** A project for a board has fewer. */
const MOST = 1_000;

/** The path itself where it is a file, or gone. */
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
