// Dialogs that choose files of this computer.

import { homedir } from "node:os";
import * as vscode from "vscode";

/** The folder in which dialogs begin. */
export function here(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === "file");
  return folder?.uri ?? vscode.Uri.file(homedir());
}
