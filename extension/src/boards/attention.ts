// The selection of the Boards view, and what it should show. The view is created after the commands that use it.

import type { Node } from "./tree.ts";

export class Attention {
  selected: () => readonly Node[] = () => [];
  reveal: (board: string, path: string) => Promise<void> = () => Promise.resolve();
}
