// Moves through VS Code, so that open editors go along, with what is not saved in them.

import * as vscode from "vscode";
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
  // VS Code tells only that it did not work; why is known here.
  let reason: unknown = new Error("VS Code did not move it");
  const watching = files.onDidFail((error) => {
    reason = error;
  });
  try {
    if (!(await vscode.workspace.applyEdit(edit))) throw reason;
  } finally {
    watching.dispose();
  }
}
