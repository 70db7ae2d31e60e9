// The rules for which board a command means. Pure; asks nobody.

import type { Board } from "../generated/contract.ts";
import { isConnected, isPresent } from "./board.ts";

export interface Hints {
  /** The clicked tree item. */
  readonly clicked: string | undefined;
  /** The board of the terminal that has, or last had, the focus. */
  readonly terminal: string | undefined;
  readonly lastUsed: string | undefined;
}

export type Choice =
  | { readonly kind: "board"; readonly board: Board }
  | { readonly kind: "ask"; readonly boards: readonly Board[] }
  | { readonly kind: "none" };

/** `eligible` tells which boards the command can be about, for example only connected ones. */
export function choose(boards: readonly Board[], hints: Hints, eligible: (board: Board) => boolean): Choice {
  // A clicked board is meant even if it cannot be used, so that the error is about that one.
  const clicked = boards.find(({ id }) => id === hints.clicked);
  if (clicked !== undefined) return { kind: "board", board: clicked };
  const able = boards.filter(eligible);
  const board =
    named(able, hints.terminal) ??
    only(able, isConnected) ??
    (isSimulated(named(boards, hints.lastUsed)) ? onlyReal(able) : undefined) ??
    named(able, hints.lastUsed) ??
    only(able, isPresent) ??
    onlyReal(able);
  if (board !== undefined) return { kind: "board", board };
  return able.length === 0 ? { kind: "none" } : { kind: "ask", boards: able };
}

/** An absent board is never chosen silently, since another one may be meant. */
function named(boards: readonly Board[], id: string | undefined): Board | undefined {
  return boards.find((board) => board.id === id && isPresent(board));
}

/** Who has plugged a board in means that one, whatever simulated ones there are. */
function onlyReal(boards: readonly Board[]): Board | undefined {
  return only(boards, (board) => isPresent(board) && !isSimulated(board));
}

function isSimulated(board: Board | undefined): boolean {
  return board?.kind === "virtual";
}

function only(boards: readonly Board[], which: (board: Board) => boolean): Board | undefined {
  const found = boards.filter(which);
  return found.length === 1 ? found[0] : undefined;
}
