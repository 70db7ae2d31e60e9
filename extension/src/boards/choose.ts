// Which board a command means. Pure: the rules in one place, without asking anybody.

import type { Board } from "../generated/contract.ts";
import { isConnected, isPresent } from "./board.ts";

export interface Hints {
  /** The tree item that was clicked. */
  readonly clicked: string | undefined;
  /** The board of the terminal that has the focus or had it last. */
  readonly terminal: string | undefined;
  readonly lastUsed: string | undefined;
}

export type Choice =
  | { readonly kind: "board"; readonly board: Board }
  | { readonly kind: "ask"; readonly boards: readonly Board[] }
  | { readonly kind: "none" };

/** `eligible` says which boards the command can be about, e.g. only connected ones. */
export function choose(boards: readonly Board[], hints: Hints, eligible: (board: Board) => boolean): Choice {
  // A clicked board is meant even when it cannot serve: the error is then about that one.
  const clicked = boards.find(({ id }) => id === hints.clicked);
  if (clicked !== undefined) return { kind: "board", board: clicked };
  const able = boards.filter(eligible);
  const board =
    named(able, hints.terminal) ?? only(able, isConnected) ?? named(able, hints.lastUsed) ?? only(able, isPresent);
  if (board !== undefined) return { kind: "board", board };
  return able.length === 0 ? { kind: "none" } : { kind: "ask", boards: able };
}

/** An absent board is never taken silently: another one may be meant instead. */
function named(boards: readonly Board[], id: string | undefined): Board | undefined {
  return boards.find((board) => board.id === id && isPresent(board));
}

function only(boards: readonly Board[], which: (board: Board) => boolean): Board | undefined {
  const found = boards.filter(which);
  return found.length === 1 ? found[0] : undefined;
}
