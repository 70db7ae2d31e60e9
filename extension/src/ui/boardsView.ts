// The Boards view on the screen: its selection, and whether somebody is looking at it.

import * as vscode from "vscode";
import type { Attention } from "../boards/attention.ts";
import type { BoardTree, Node } from "../boards/tree.ts";
import { BOARDS_VIEW } from "../lib/ids.ts";
import { Disposables, type Disposable } from "../lib/disposables.ts";

type DragAndDrop = vscode.TreeDragAndDropController<Node>;

/** `seen` is called each time somebody opens the view. */
export function showBoardsView(
  tree: BoardTree,
  attention: Attention,
  dragAndDropController: DragAndDrop,
  seen: () => void,
): Disposable {
  const owned = new Disposables();
  const options = { treeDataProvider: tree, showCollapseAll: true, canSelectMany: true, dragAndDropController };
  const view = owned.add(vscode.window.createTreeView(BOARDS_VIEW, options));
  // Asked each time, since the event leaves out rows that are just being redrawn.
  attention.selected = () => view.selection;
  attention.focused = () => focusedIn(view);
  attention.reveal = async (board, path) => {
    const node = await tree.find(board, path);
    // Otherwise the side bar would come to the front for something that was created elsewhere.
    if (node !== undefined && view.visible) await view.reveal(node, { select: true, focus: false });
  };
  const tellWhenSeen = (): void => {
    if (view.visible) seen();
  };
  owned.add(view.onDidChangeVisibility(tellWhenSeen));
  tellWhenSeen();
  return owned;
}

/**
 * VS Code tells what is selected, but the arrow keys move the focus alone. Turning the selection of the focused row over,
 * and back, tells which row that is.
 */
async function focusedIn(view: vscode.TreeView<Node>): Promise<readonly Node[]> {
  const before = view.selection;
  await vscode.commands.executeCommand("list.toggleSelection");
  const after = view.selection;
  await vscode.commands.executeCommand("list.toggleSelection");
  const added = after.filter((node) => !before.includes(node));
  // The focused row comes first, for what is about one row only.
  return added.length > 0 ? added : [...before].sort((a, b) => Number(after.includes(a)) - Number(after.includes(b)));
}
