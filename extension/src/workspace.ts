// Whether a workspace has to do with MicroPython, so that the sidecar can start in advance.

import * as vscode from "vscode";

/** What package.json's `workspaceContains` activation events look for; a test compares them. */
const MARKERS = ["jumperwire.toml", "boot.py", ".mpyignore", ".micropico", "pymakr.conf"];

/** A folder with more subfolders than this is not a project for a board. */
const MOST_FOLDERS = 100;

export async function isMicroPythonWorkspace(): Promise<boolean> {
  const roots = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  if (await anyMarked(roots)) return true;
  return anyMarked((await Promise.all(roots.map(foldersIn))).flat());
}

/** Reads folders instead of using `findFiles`, which starts a search program and honours settings that hide files. */
async function anyMarked(folders: readonly vscode.Uri[]): Promise<boolean> {
  const marked = await Promise.all(
    folders.map(async (folder) => (await entries(folder)).some(([name]) => MARKERS.includes(name))),
  );
  return marked.includes(true);
}

async function foldersIn(root: vscode.Uri): Promise<vscode.Uri[]> {
  const folders = (await entries(root)).filter(([, type]) => type === vscode.FileType.Directory).slice(0, MOST_FOLDERS);
  return folders.map(([name]) => vscode.Uri.joinPath(root, name));
}

async function entries(folder: vscode.Uri): Promise<[string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch {
    return []; // gone, or not ours to read
  }
}
