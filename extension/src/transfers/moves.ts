// Moves files through VS Code, so that open editors follow, with their unsaved changes.

import * as vscode from "vscode";
import { UserError } from "../lib/userError.ts";
import type { Copy, FileOperations } from "../files/operations.ts";
import { uriOf } from "../files/place.ts";

export async function moveAll(
  { files }: { readonly files: FileOperations },
  moves: readonly Copy[],
  overwrite: boolean,
): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  for (const { source, target } of moves)
    edit.renameFile(uriOf(source.board, source.path), uriOf(target.board, target.path), { overwrite });
  // VS Code only says that it failed; here the reason is known.
  let reason: unknown = new UserError("notMoved", {});
  const watching = files.onDidFail((error) => {
    reason = error;
  });
  try {
    if (!(await vscode.workspace.applyEdit(edit))) throw reason;
  } finally {
    watching.dispose();
  }
}
