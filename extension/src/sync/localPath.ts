// Paths of this computer as VS Code gives them, on every system. Pure.

import type { SyncPair } from "../generated/contract.ts";
import { isWithin } from "../lib/boardPath.ts";

/** Returns the folder that contains a path, with either kind of slash, since Windows has both. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"), 0));
}

export function isInside(path: string, folder: string): boolean {
  return path === folder || (path.startsWith(folder) && /^[/\\]/.test(path.slice(folder.replace(/[/\\]$/, "").length)));
}

export function lastName(path: string): string {
  return path.slice(parentOf(path).length).replace(/^[/\\]/, "");
}

/** Returns where a board's file comes from, using the pair with the innermost folder. */
export function localOf(pairs: readonly SyncPair[], path: string): string | undefined {
  const [nearest] = pairs
    .filter(({ target }) => isWithin(path, target))
    .sort((a, b) => b.target.length - a.target.length);
  if (nearest === undefined) return undefined;
  return `${nearest.source}/${path.slice(nearest.target.length).replace(/^\/+/, "")}`;
}

/** Returns one text for one file: on Windows, the case of a drive letter varies and does not matter. */
export function keyOf(path: string): string {
  return path.replace(/^[A-Z]:/, (drive) => drive.toLowerCase());
}
