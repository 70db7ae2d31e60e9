// What a screen reader says of a row or of the status bar: words, without icons, Markdown or ids. Pure.

import type { Board, InstalledPackage } from "../generated/contract.ts";
import { activityOf, descriptionOf } from "./items.ts";
import type { Explain } from "./board.ts";

/** Signs that only divide are said as a pause. */
export function spoken(...parts: readonly string[]): string {
  return parts
    .filter((part) => part !== "")
    .join(", ")
    .replaceAll(/\s+[·–]\s+/g, ", ")
    .replaceAll(/\$\([\w~-]+\) ?/g, "")
    .replaceAll(/\s+/g, " ");
}

export function boardLabel(board: Board, explain: Explain): string {
  return spoken(board.kind === "virtual" ? "Virtual board" : "Board", board.name, descriptionOf(board, explain));
}

/** In the status bar there is no room for reasons, and no list around it that says what it is. */
export function statusLabel(board: Board): string {
  return spoken("MicroPython board", board.name, activityOf(board));
}

export function entryLabel({ name, kind }: { readonly name: string; readonly kind: string }, size: string): string {
  return spoken(name, kind === "folder" ? "folder" : size);
}

export function packageLabel({ name, version, files, wanted }: InstalledPackage): string {
  const count = `${String(files.length)} file${files.length === 1 ? "" : "s"}`;
  return spoken(`Package ${name}`, version && `version ${version}`, wanted ? "" : "a dependency", count);
}
