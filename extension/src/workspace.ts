// Whether a workspace has to do with MicroPython, so that the sidecar starts before anybody asks for it.

import * as vscode from "vscode";

/** What package.json's `workspaceContains` activation events look for; a test compares them. */
const MARKERS = ["jumperwire.toml", "boot.py", ".mpyignore", ".micropico", "pymakr.conf"];

export async function isMicroPythonWorkspace(): Promise<boolean> {
  const pattern = `{,*/}{${MARKERS.join(",")}}`;
  return (await vscode.workspace.findFiles(pattern, undefined, 1)).length > 0;
}
