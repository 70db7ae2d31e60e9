// Properties: what is known about a file, a folder, or a board.

import * as vscode from "vscode";
import { rowsOf, type Row } from "../boards/items.ts";
import { entryRows, spaceRows } from "../boards/properties.ts";
import { folderOf } from "../lib/boardPath.ts";
import type { App, Handler } from "./app.ts";
import { boardName, itemsIn, type Item } from "./items.ts";

export const properties: Handler = async (app, argument, selected) => {
  const [item] = itemsIn(app, argument, selected);
  if (item === undefined) return;
  const { board, path } = item;
  const rows = item.kind === "board" ? boardRows(app, board) : await rowsOfEntry(app, item);
  const space = spaceRows(await app.sidecar.request("files/space", { board, path }));
  const detail = [...rows, ...space].map(({ name, value }) => `${name}: ${value}`).join("\n");
  await vscode.window.showInformationMessage(
    item.kind === "board" ? item.name : `${item.name} on ${boardName(app, board)}`,
    { modal: true, detail },
  );
};

/** Its free flash is told once, as it is now. */
function boardRows({ store }: App, id: string): readonly Row[] {
  const board = store.get(id);
  return board === undefined ? [] : rowsOf(board).filter(({ name }) => name !== "Free flash");
}

async function rowsOfEntry({ listing }: App, { board, path, kind }: Item): Promise<readonly Row[]> {
  const entries = await listing.entries(board, folderOf(path));
  const entry = entries.find((each) => each.path === path);
  return entry === undefined ? [] : entryRows(entry, kind === "folder" ? await listing.entries(board, path) : []);
}
