// What has to wait for trust in the workspace: a project file may name a program of its own to compile with.

import * as vscode from "vscode";

/** Whether a sync may go on; else says why not. */
export async function isTrustedForSync(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = "Manage Workspace Trust";
  const message = "Nothing is synced in Restricted Mode: a jumperwire.toml may name a program that compiles the files. Look at it, then trust this workspace.";
  if ((await vscode.window.showWarningMessage(message, manage)) === manage) await vscode.commands.executeCommand("workbench.trust.manage");
  return false;
}
