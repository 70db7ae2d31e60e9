// The Boards view on the screen: it starts the sidecar when somebody looks at it.

import * as vscode from "vscode";
import type { Selection } from "../boards/selection.ts";
import type { BoardTree, Node } from "../boards/tree.ts";
import { BOARDS_VIEW } from "../lib/ids.ts";
import { Disposables, type Disposable } from "../lib/disposables.ts";
import type { Sidecar } from "../sidecar/sidecar.ts";

type DragAndDrop = vscode.TreeDragAndDropController<Node>;

export function showBoardsView(tree: BoardTree, sidecar: Sidecar, selection: Selection, dragAndDropController: DragAndDrop): Disposable {
  const owned = new Disposables();
  const options = { treeDataProvider: tree, showCollapseAll: true, canSelectMany: true, dragAndDropController };
  const view = owned.add(vscode.window.createTreeView(BOARDS_VIEW, options));
  owned.add(
    view.onDidChangeSelection((event) => {
      selection.nodes = event.selection;
    }),
  );
  const startWhenSeen = (): void => {
    // A failure is shown by the view itself, as its welcome content.
    if (view.visible && sidecar.state.kind === "stopped") void sidecar.start().catch(() => undefined);
  };
  owned.add(view.onDidChangeVisibility(startWhenSeen));
  startWhenSeen();
  return owned;
}
