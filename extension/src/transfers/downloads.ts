// Downloads files, folders, and everything on a board.

import { existsSync } from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";
import { twice } from "../files/arrivals.ts";
import { localName } from "../files/names.ts";
import type { FileOperations } from "../files/operations.ts";
import { boardName, itemsIn, outermost, type Boards, type BoardsView, type Item } from "../targets/items.ts";
import { askToReplace } from "../ui/prompts.ts";
import { tell } from "./arrivals.ts";
import { here } from "./dialogs.ts";

interface Wanted {
  readonly item: Item;
  readonly local: string;
}

export interface DownloadParts extends BoardsView {
  readonly files: FileOperations;
}

export async function download(parts: DownloadParts, argument: unknown, selected: unknown): Promise<void> {
  const all = itemsIn(parts, argument, selected);
  // For a board, everything on it is downloaded.
  const items = all[0]?.kind === "board" ? all.slice(0, 1) : outermost(all);
  const [first] = items;
  if (first === undefined) return;
  const wanted =
    first.kind === "file" && items.length === 1 ? await asFile(parts, first) : await intoFolder(parts, items);
  for (const board of new Set(wanted.map(({ item }) => item.board))) {
    const own = wanted
      .filter(({ item }) => item.board === board)
      .map(({ item, local }) => ({ local, remote: item.path }));
    tell("Downloaded", await parts.files.download(board, own), `from ${boardName(parts, board)}`);
  }
}

/** The dialog itself asks whether to replace a file. */
async function asFile(parts: DownloadParts, item: Item): Promise<readonly Wanted[]> {
  const defaultUri = vscode.Uri.joinPath(here(), localName(item.name));
  const chosen = await vscode.window.showSaveDialog({
    defaultUri,
    title: titleOf(parts, [item]),
    saveLabel: "Download",
  });
  return chosen === undefined ? [] : [{ item, local: chosen.fsPath }];
}

async function intoFolder(parts: DownloadParts, items: readonly Item[]): Promise<readonly Wanted[]> {
  const options = {
    canSelectFiles: false,
    canSelectFolders: true,
    defaultUri: here(),
    title: titleOf(parts, items),
    openLabel: "Download Here",
  };
  const chosen = await vscode.window.showOpenDialog(options);
  const [folder] = chosen ?? [];
  if (folder === undefined) return [];
  const named = items.map((item) => ({
    item,
    name: localName(item.kind === "board" ? boardName(parts, item.board) : item.name),
  }));
  const complaint = twice(named);
  if (complaint !== undefined) throw complaint;
  const wanted = named.map(({ item, name }) => ({ item, local: path.join(folder.fsPath, name) }));
  const clashes = wanted.filter(({ local }) => existsSync(local)).map(({ local }) => path.basename(local));
  return clashes.length === 0 || (await askToReplace(clashes, `in ${path.basename(folder.fsPath)}`)) ? wanted : [];
}

function titleOf(parts: Boards, items: readonly Item[]): string {
  const boards = [...new Set(items.map(({ board }) => boardName(parts, board)))].join(" and ");
  const [first] = items;
  if (first?.kind === "board") return `Download Everything on ${boards}`;
  return `Download ${items.length === 1 && first !== undefined ? first.name : String(items.length)} from ${boards}`;
}
