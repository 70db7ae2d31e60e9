// Upload File…, Upload Folder…, Upload to Board…, Download….

import { existsSync } from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";
import { twice } from "../files/arrivals.ts";
import { localName } from "../files/names.ts";
import { askToReplace } from "../ui/prompts.ts";
import type { App, Handler } from "./app.ts";
import { bringIn, tell } from "./arrivals.ts";
import { boardName, folderFor, itemsIn, outermost, type Item } from "./items.ts";

export const uploadFiles: Handler = (app, argument, selected) => uploadChosen(app, argument, selected, "file");

export const uploadFolder: Handler = (app, argument, selected) => uploadChosen(app, argument, selected, "folder");

async function uploadChosen(app: App, argument: unknown, selected: unknown, what: "file" | "folder"): Promise<void> {
  const folder = await folderFor(app, argument, selected, `Upload a ${what} to which board?`);
  if (folder === undefined) return;
  const kinds = { canSelectFiles: what === "file", canSelectFolders: what === "folder", canSelectMany: true };
  const chosen = await vscode.window.showOpenDialog({
    ...kinds,
    defaultUri: here(),
    title: `Upload to ${boardName(app, folder.board)}`,
    openLabel: "Upload",
  });
  if (chosen !== undefined) await bringIn(app, chosen, folder);
}

/** From the explorer, or the file of the active editor. */
export const upload: Handler = async (app, argument, selected) => {
  const uris = urisIn(argument, selected);
  if (uris.length === 0) throw new Error("there is no file open to upload");
  await app.sidecar.start();
  const board = await app.targets.connected({ placeHolder: "Upload to which board?" });
  if (board === undefined) return;
  const folder = await askFolder(uris, boardName(app, board.id));
  if (folder !== undefined) await bringIn(app, uris, { board: board.id, path: folder });
};

function urisIn(argument: unknown, selected: unknown): readonly vscode.Uri[] {
  const all: readonly unknown[] = Array.isArray(selected) && selected.length > 0 ? selected : [argument];
  const uris = all.filter((each) => each instanceof vscode.Uri);
  const active = vscode.window.activeTextEditor?.document.uri;
  return uris.length > 0 || active === undefined ? uris : [active];
}

/** What is in a folder of the workspace may belong into the same one on the board; nobody is asked about the rest. */
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

interface Wanted {
  readonly item: Item;
  readonly local: string;
}

export const download: Handler = async (app, argument, selected) => {
  const all = itemsIn(app, argument, selected);
  // With a board everything on it is meant.
  const items = all[0]?.kind === "board" ? all.slice(0, 1) : outermost(all);
  const [first] = items;
  if (first === undefined) return;
  const wanted = first.kind === "file" && items.length === 1 ? await asFile(app, first) : await intoFolder(app, items);
  for (const board of new Set(wanted.map(({ item }) => item.board))) {
    const own = wanted
      .filter(({ item }) => item.board === board)
      .map(({ item, local }) => ({ local, remote: item.path }));
    tell("Downloaded", await app.files.download(board, own), `from ${boardName(app, board)}`);
  }
};

/** The dialog asks by itself whether to replace a file. */
async function asFile(app: App, item: Item): Promise<readonly Wanted[]> {
  const defaultUri = vscode.Uri.joinPath(here(), localName(item.name));
  const chosen = await vscode.window.showSaveDialog({ defaultUri, title: titleOf(app, [item]), saveLabel: "Download" });
  return chosen === undefined ? [] : [{ item, local: chosen.fsPath }];
}

async function intoFolder(app: App, items: readonly Item[]): Promise<readonly Wanted[]> {
  const options = {
    canSelectFiles: false,
    canSelectFolders: true,
    defaultUri: here(),
    title: titleOf(app, items),
    openLabel: "Download Here",
  };
  const chosen = await vscode.window.showOpenDialog(options);
  const [folder] = chosen ?? [];
  if (folder === undefined) return [];
  const named = items.map((item) => ({
    item,
    name: localName(item.kind === "board" ? boardName(app, item.board) : item.name),
  }));
  const complaint = twice(named);
  if (complaint !== undefined) throw new Error(complaint);
  const wanted = named.map(({ item, name }) => ({ item, local: path.join(folder.fsPath, name) }));
  const clashes = wanted.filter(({ local }) => existsSync(local)).map(({ local }) => path.basename(local));
  return clashes.length === 0 || (await askToReplace(clashes, `in ${path.basename(folder.fsPath)}`)) ? wanted : [];
}

function titleOf(app: App, items: readonly Item[]): string {
  const boards = [...new Set(items.map(({ board }) => boardName(app, board)))].join(" and ");
  const [first] = items;
  if (first?.kind === "board") return `Download Everything on ${boards}`;
  return `Download ${items.length === 1 && first !== undefined ? first.name : String(items.length)} from ${boards}`;
}

/** Where dialogs begin. */
function here(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === "file");
  return folder?.uri ?? vscode.Uri.file(homedir());
}
