// New File…, New Folder…, Rename…, Delete, Copy Path, Properties.

import * as vscode from "vscode";
import { complaintAboutName, stemEnd } from "../files/names.ts";
import type { Place } from "../files/operations.ts";
import { uriOf } from "../files/place.ts";
import { folderOf, inFolder } from "../lib/boardPath.ts";
import { confirm, someOf } from "../ui/prompts.ts";
import { closeTabs } from "../ui/tabs.ts";
import type { App, Handler } from "./app.ts";
import { rename } from "./connection.ts";
import { boardName, folderFor, itemsIn, outermost, whereOf, type Item } from "./items.ts";
import { moveAll } from "./moves.ts";

export const newFile: Handler = async (app, argument, selected) => {
  const place = await newPlace(app, argument, selected, "file");
  if (place === undefined) return;
  await app.files.write(place, new Uint8Array(), "created");
  await app.attention.reveal(place.board, place.path);
  await vscode.commands.executeCommand("vscode.open", uriOf(place.board, place.path));
};

export const newFolder: Handler = async (app, argument, selected) => {
  const place = await newPlace(app, argument, selected, "folder");
  if (place === undefined) return;
  await app.files.makeFolder(place);
  await app.attention.reveal(place.board, place.path);
};

async function newPlace(app: App, argument: unknown, selected: unknown, what: string): Promise<Place | undefined> {
  const folder = await folderFor(app, argument, selected, `A new ${what} on which board?`);
  if (folder === undefined) return undefined;
  const name = await askName(app, folder, { prompt: `The name of the new ${what} ${whereOf(app, folder)}` });
  return name === undefined ? undefined : { board: folder.board, path: inFolder(folder.path, name) };
}

export const renameEntry: Handler = async (app, argument, selected) => {
  const [item] = itemsIn(app, argument, selected);
  if (item === undefined) return;
  if (item.kind === "board") return rename(app, item);
  const { board, path, name } = item;
  const folder = { board, path: folderOf(path) };
  const wanted = await askName(app, folder, {
    prompt: `A new name for ${name}`,
    value: name,
    valueSelection: [0, item.kind === "file" ? stemEnd(name) : name.length],
  });
  if (wanted === undefined || wanted === name) return;
  await moveAll(app, [{ source: item, target: { board, path: inFolder(folder.path, wanted) } }], false);
};

async function askName(
  { listing }: App,
  { board, path }: Place,
  options: vscode.InputBoxOptions,
): Promise<string | undefined> {
  const entries = await listing.entries(board, path);
  const taken = entries.map(({ name }) => name).filter((name) => name !== options.value);
  const name = await vscode.window.showInputBox({
    ...options,
    validateInput: (text) => complaintAboutName(text.trim(), taken),
  });
  return name?.trim();
}

export const deleteEntries: Handler = async (app, argument, selected) => {
  const items = outermost(itemsIn(app, argument, selected));
  if (items.length === 0 || !(await confirm(deleteQuestion(app, items), deleteDetail(items), "Delete"))) return;
  for (const item of items) {
    await app.files.remove(item, true);
    await closeTabs(item);
  }
};

function deleteQuestion(app: App, items: readonly Item[]): string {
  const boards = [...new Set(items.map(({ board }) => boardName(app, board)))].join(" and ");
  const [first] = items;
  if (first === undefined || items.length > 1) return `Delete these ${String(items.length)} items from ${boards}?`;
  return first.kind === "folder"
    ? `Delete ${first.name} from ${boards}, with all that is in it?`
    : `Delete ${first.name} from ${boards}?`;
}

function deleteDetail(items: readonly Item[]): string {
  const names = items.map(({ path, kind }) => (kind === "folder" ? `${path}/` : path));
  const warning = "This cannot be undone: boards have no trash.";
  return items.length > 1 ? `${someOf(names)}\n\n${warning}` : warning;
}

export const copyPath: Handler = async (app, argument, selected) => {
  const paths = itemsIn(app, argument, selected).map(({ path }) => path);
  if (paths.length > 0) await vscode.env.clipboard.writeText(paths.join("\n"));
};
