// The Boards view on the screen: what is selected in it, and that somebody looks at it.

import * as vscode from "vscode";
import type { Attention } from "../boards/attention.ts";
import type { BoardTree, Node } from "../boards/tree.ts";
import { BOARDS_VIEW } from "../lib/ids.ts";
import { Disposables, type Disposable } from "../lib/disposables.ts";

type DragAndDrop = vscode.TreeDragAndDropController<Node>;

/** `seen` is called each time somebody comes to look at it. */
export function showBoardsView(
  tree: BoardTree,
  attention: Attention,
  dragAndDropController: DragAndDrop,
  seen: () => void,
): Disposable {
  const owned = new Disposables();
  const options = { treeDataProvider: tree, showCollapseAll: true, canSelectMany: true, dragAndDropController };
  const view = owned.add(vscode.window.createTreeView(BOARDS_VIEW, options));
  // Asked each time: the event that tells of it leaves out rows that are just being drawn anew.
  attention.selected = () => view.selection;
  attention.reveal = async (board, path) => {
    const node = await tree.find(board, path);
    // Else the side bar would come to the front for something that was made from elsewhere.
    if (node !== undefined && view.visible) await view.reveal(node, { select: true, focus: false });
  };
  const tellWhenSeen = (): void => {
    if (view.visible) seen();
  };
  owned.add(view.onDidChangeVisibility(tellWhenSeen));
  tellWhenSeen();
  return owned;
}
