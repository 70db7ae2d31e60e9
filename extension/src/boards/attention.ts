// The selection of the Boards view, the row that has the focus, and what it should show. The view is created after the commands that use it.

import type { Node } from "./tree.ts";

export class Attention {
  selected: () => readonly Node[] = () => [];
  /** For a key: the focused row, with all that is selected if it is selected too. */
  focused: () => Promise<readonly Node[]> = () => Promise.resolve([]);
  reveal: (board: string, path: string) => Promise<void> = () => Promise.resolve();
}
