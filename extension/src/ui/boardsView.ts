// The Boards view on the screen: it starts the sidecar when somebody looks at it.

import * as vscode from "vscode";
import type { BoardTree } from "../boards/tree.ts";
import { BOARDS_VIEW } from "../lib/ids.ts";
import { Disposables, type Disposable } from "../lib/disposables.ts";
import type { Sidecar } from "../sidecar/sidecar.ts";

export function showBoardsView(tree: BoardTree, sidecar: Sidecar): Disposable {
  const owned = new Disposables();
  const view = owned.add(vscode.window.createTreeView(BOARDS_VIEW, { treeDataProvider: tree, showCollapseAll: true }));
  const startWhenSeen = (): void => {
    // A failure is shown by the view itself, as its welcome content.
    if (view.visible && sidecar.state.kind === "stopped") void sidecar.start().catch(() => undefined);
  };
  owned.add(view.onDidChangeVisibility(startWhenSeen));
  startWhenSeen();
  return owned;
}
