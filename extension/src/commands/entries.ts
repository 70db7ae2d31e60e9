// New File…, New Folder…, Rename…, Delete, Copy Path, Properties.

import * as vscode from "vscode";
import { complaintAboutName, complaintAboutPath, stemEnd } from "../files/names.ts";
import type { Place } from "../files/operations.ts";
import { uriOf } from "../files/place.ts";
import { SidecarError } from "../sidecar/errors.ts";
import { folderOf, inFolder } from "../lib/boardPath.ts";
import { confirmLoss, someOf } from "../ui/prompts.ts";
import { closeTabs } from "../ui/tabs.ts";
import type { ArrivalParts } from "../transfers/arrivals.ts";
import type { Handler } from "./handler.ts";
import { rename, type ConnectionParts } from "./connection.ts";
import {
  boardName,
  folderFor,
  itemsAt,
  itemsIn,
  outermost,
  whereOf,
  type BoardsView,
  type Item,
} from "../targets/items.ts";
import { moveAll } from "../transfers/moves.ts";

export type EntryParts = ArrivalParts & ConnectionParts & BoardsView;

export const newFile: Handler<EntryParts> = async (parts, argument, selected) => {
  const place = await newPlace(parts, argument, selected, "file");
  if (place === undefined) return;
  await parts.files.write(place, new Uint8Array(), "created");
  await parts.attention.reveal(place.board, place.path);
  await vscode.commands.executeCommand("vscode.open", uriOf(place.board, place.path));
};

export const newFolder: Handler<EntryParts> = async (parts, argument, selected) => {
  const place = await newPlace(parts, argument, selected, "folder");
  if (place === undefined) return;
  await parts.files.makeFolder(place);
  await parts.attention.reveal(place.board, place.path);
};

async function newPlace(
  parts: EntryParts,
  argument: unknown,
  selected: unknown,
  what: string,
): Promise<Place | undefined> {
  const folder = await folderFor(parts, argument, selected, `A new ${what} on which board?`);
  if (folder === undefined) return undefined;
  const options = { prompt: `The name of the new ${what} ${whereOf(parts, folder)}` };
  const path = await askName(parts, folder, options, complaintAboutPath);
  if (path === undefined) return undefined;
  const names = path.split("/");
  const parent = await madeFolder(parts, folder, names.slice(0, -1));
  const place = { board: folder.board, path: inFolder(parent.path, names.at(-1) ?? "") };
  const there = (await parts.listing.entries(place.board, parent.path)).some((entry) => entry.path === place.path);
  if (there)
    throw new SidecarError({ code: "file_exists", facts: { path: place.path, board: boardName(parts, place.board) } });
  return place;
}

/** Makes the folders that are missing on the way down. */
async function madeFolder({ files, listing }: EntryParts, folder: Place, names: readonly string[]): Promise<Place> {
  let place = folder;
  for (const name of names) {
    const next = { board: folder.board, path: inFolder(place.path, name) };
    const entries = await listing.entries(place.board, place.path);
    if (!entries.some((entry) => entry.path === next.path)) await files.makeFolder(next);
    place = next;
  }
  return place;
}

export const renameEntry: Handler<EntryParts> = async (parts, argument, selected) => {
  const [item] = await itemsAt(parts, argument, selected);
  if (item === undefined) return;
  if (item.kind === "board") return rename(parts, item, undefined);
  const { board, path, name } = item;
  const folder = { board, path: folderOf(path) };
  const wanted = await askName(parts, folder, {
    prompt: `A new name for ${name}`,
    value: name,
    valueSelection: [0, item.kind === "file" ? stemEnd(name) : name.length],
  });
  if (wanted === undefined || wanted === name) return;
  await moveAll(parts, [{ source: item, target: { board, path: inFolder(folder.path, wanted) } }], false);
};

async function askName(
  { listing }: EntryParts,
  { board, path }: Place,
  options: vscode.InputBoxOptions,
  complaintAbout = complaintAboutName,
): Promise<string | undefined> {
  const entries = await listing.entries(board, path);
  const taken = entries.map(({ name }) => name).filter((name) => name !== options.value);
  const name = await vscode.window.showInputBox({
    ...options,
    validateInput: (text) => complaintAbout(text.trim(), taken),
  });
  return name?.trim();
}

export const deleteEntries: Handler<EntryParts> = async (parts, argument, selected) => {
  const items = outermost(await itemsAt(parts, argument, selected));
  if (items.length === 0 || !(await confirmLoss(deleteQuestion(parts, items), deleteDetail(items), "Delete"))) return;
  for (const item of items) {
    await parts.files.remove(item, true);
    await closeTabs(item);
  }
};

function deleteQuestion(parts: EntryParts, items: readonly Item[]): string {
  const boards = [...new Set(items.map(({ board }) => boardName(parts, board)))].join(" and ");
  const [first] = items;
  if (first === undefined || items.length > 1) return `Delete these ${String(items.length)} items from ${boards}?`;
  return first.kind === "folder"
    ? `Delete ${first.name} and everything in it from ${boards}?`
    : `Delete ${first.name} from ${boards}?`;
}

function deleteDetail(items: readonly Item[]): string {
  const names = items.map(({ path, kind }) => (kind === "folder" ? `${path}/` : path));
  const warning = "This cannot be undone: boards have no trash.";
  return items.length > 1 ? `${someOf(names)}\n\n${warning}` : warning;
}

export const openFiles: Handler<EntryParts> = async (parts, argument, selected) => {
  for (const { kind, board, path } of itemsIn(parts, argument, selected))
    if (kind === "file") await vscode.commands.executeCommand("vscode.open", uriOf(board, path), { preview: false });
};

export const copyPath: Handler<EntryParts> = async (parts, argument, selected) => {
  const paths = itemsIn(parts, argument, selected).map(({ path }) => path);
  if (paths.length > 0) await vscode.env.clipboard.writeText(paths.join("\n"));
};
