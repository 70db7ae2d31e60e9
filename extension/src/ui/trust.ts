// What must wait for trust in the workspace, and why.

import * as vscode from "vscode";

/** Returns whether a sync may continue; if not, says why. */
export function isTrustedForSync(): Promise<boolean> {
  return isTrusted(
    "Nothing is synced in Restricted Mode: jumperwire.toml may name a program to run. Check it, then trust this workspace.",
  );
}

/** Returns whether a mount may continue; if not, says why. */
export function isTrustedForMount(): Promise<boolean> {
  return isTrusted(
    "Nothing is mounted in Restricted Mode: a program on the board could change the files in this workspace. Check them, then trust this workspace.",
  );
}

async function isTrusted(message: string): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = "Manage Workspace Trust";
  if ((await vscode.window.showWarningMessage(message, manage)) === manage)
    await vscode.commands.executeCommand("workbench.trust.manage");
  return false;
}
