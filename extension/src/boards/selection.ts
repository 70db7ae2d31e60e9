// What is selected in the Boards view, for commands that are called by a key.

import type { Node } from "./tree.ts";

export class Selection {
  nodes: readonly Node[] = [];
}
