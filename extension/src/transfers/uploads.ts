// Uploads files that are chosen in a dialog, and files of the workspace.

import * as path from "node:path";
import * as vscode from "vscode";
import { UserError } from "../lib/userError.ts";
import { boardName, folderFor, type BoardsView } from "../targets/items.ts";
import type { Targets } from "../targets/targets.ts";
import { bringIn, type ArrivalParts } from "./arrivals.ts";
import { here } from "./dialogs.ts";

export interface UploadParts extends ArrivalParts, BoardsView {
  readonly targets: Targets;
}

export async function uploadChosen(
  parts: UploadParts,
  argument: unknown,
  selected: unknown,
  what: "file" | "folder",
): Promise<void> {
  const folder = await folderFor(parts, argument, selected, `Upload a ${what} to which board?`);
  if (folder === undefined) return;
  const kinds = { canSelectFiles: what === "file", canSelectFolders: what === "folder", canSelectMany: true };
  const chosen = await vscode.window.showOpenDialog({
    ...kinds,
    defaultUri: here(),
    title: `Upload to ${boardName(parts, folder.board)}`,
    openLabel: "Upload",
  });
  if (chosen !== undefined) await bringIn(parts, chosen, folder);
}

/** Uploads from the explorer, or the file of the active editor. */
export async function upload(parts: UploadParts, argument: unknown, selected: unknown): Promise<void> {
  const uris = urisIn(argument, selected);
  if (uris.length === 0) throw new UserError("nothingToUpload", {});
  const board = await parts.targets.connected({ placeHolder: "Upload to which board?" });
  if (board === undefined) return;
  const folder = await askFolder(uris, boardName(parts, board.id));
  if (folder !== undefined) await bringIn(parts, uris, { board: board.id, path: folder });
}

function urisIn(argument: unknown, selected: unknown): readonly vscode.Uri[] {
  const all: readonly unknown[] = Array.isArray(selected) && selected.length > 0 ? selected : [argument];
  const uris = all.filter((each) => each instanceof vscode.Uri);
  const active = vscode.window.activeTextEditor?.document.uri;
  return uris.length > 0 || active === undefined ? uris : [active];
}

/** Files in a folder of the workspace may belong into the same folder on the board; for others, nothing is asked. */
async function askFolder(uris: readonly vscode.Uri[], board: string): Promise<string | undefined> {
  const [same = "/", ...others] = new Set(uris.map(folderInWorkspace));
  if (others.length > 0 || same === "/") return "/";
  const picks = [
    { label: same, description: "as in the workspace" },
    { label: "/", description: "the board's root" },
  ];
  return (await vscode.window.showQuickPick(picks, { placeHolder: `Into which folder on ${board}?` }))?.label;
}

function folderInWorkspace(uri: vscode.Uri): string {
  if (vscode.workspace.getWorkspaceFolder(uri) === undefined) return "/";
  const folder = path.posix.dirname(vscode.workspace.asRelativePath(uri, false));
  return folder === "." || folder.startsWith("/") ? "/" : `/${folder}`;
}
