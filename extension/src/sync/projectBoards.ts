// Determines which boards a project means. Pure.

import type { Board } from "../generated/contract.ts";

export interface Named {
  readonly boards: readonly Board[];
  /** Names that no board has. */
  readonly missing: readonly string[];
}

/** A project names boards by id, address or name; a match by name has the lowest priority. */
export function namedBoards(names: readonly string[], boards: readonly Board[]): Named {
  const found = names.map((name) => ({ name, board: boardNamed(name, boards) }));
  return {
    boards: [...new Set(found.map(({ board }) => board).filter((board) => board !== undefined))],
    missing: found.filter(({ board }) => board === undefined).map(({ name }) => name),
  };
}

function boardNamed(name: string, boards: readonly Board[]): Board | undefined {
  const same = (text: (board: Board) => string): Board | undefined => boards.find((board) => text(board) === name);
  return same(({ id }) => id) ?? same(({ address }) => address) ?? same((board) => board.name);
}

/** Whether it is an address that can be opened without having been seen before. */
export function isAddress(name: string): boolean {
  return name.startsWith("/") || /^[a-z][\w+.-]*:/.test(name) || /^COM\d+$/i.test(name);
}
