// The mark of a file in the explorer or on a board: a letter, and its meaning in words. Pure.

import type { Compared, State } from "./states.ts";

export interface Mark {
  readonly kind: "changed" | "only" | "conflict";
  readonly badge: string;
  readonly tooltip: string;
}

/** The most important first. */
const ORDER: readonly State[] = ["conflict", "changed", "onlyHere", "onlyThere"];

export function markOf(
  compared: readonly Compared[],
  side: "here" | "there",
  nameOf: (board: string) => string,
): Mark | undefined {
  const state = ORDER.find((each) => compared.some((one) => one.state === each));
  if (state === undefined) return undefined;
  const boards = compared
    .filter((one) => one.state === state)
    .map(({ board }) => nameOf(board))
    .join(", ");
  const other = side === "here" ? boards : "the workspace";
  if (state === "conflict") return { kind: "conflict", badge: "!", tooltip: `in conflict with ${other}` };
  if (state === "changed") return { kind: "changed", badge: "≠", tooltip: `differs from ${other}` };
  return { kind: "only", badge: "+", tooltip: side === "here" ? `not on ${boards} yet` : `only on ${boards}` };
}
