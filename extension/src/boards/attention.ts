// What is selected in the Boards view, and what is to be shown there: the view is made after the commands that use it.

import type { Node } from "./tree.ts";

export class Attention {
  selected: () => readonly Node[] = () => [];
  reveal: (board: string, path: string) => Promise<void> = () => Promise.resolve();
}
