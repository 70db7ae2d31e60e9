// Properties: what is known about a file, a folder, or a board.

import * as vscode from "vscode";
import { rowsOf, type Row } from "../boards/items.ts";
import { entryRows, spaceRows } from "../boards/properties.ts";
import { folderOf } from "../lib/boardPath.ts";
import type { Listing } from "../boards/listing.ts";
import type { Wire } from "../sidecar/wire.ts";
import type { Handler } from "./handler.ts";
import { boardName, itemsIn, type BoardsView, type Item } from "../targets/items.ts";

export interface PropertiesParts extends BoardsView {
  readonly sidecar: Wire;
  readonly listing: Listing;
}

export const properties: Handler<PropertiesParts> = async (parts, argument, selected) => {
  const [item] = itemsIn(parts, argument, selected);
  if (item === undefined) return;
  const { board, path } = item;
  const rows = item.kind === "board" ? boardRows(parts, board) : await rowsOfEntry(parts, item);
  const space = spaceRows(await parts.sidecar.request("files/space", { board, path }));
  const detail = [...rows, ...space].map(({ name, value }) => `${name}: ${value}`).join("\n");
  await vscode.window.showInformationMessage(
    item.kind === "board" ? item.name : `${item.name} on ${boardName(parts, board)}`,
    { modal: true, detail },
  );
};

/** Includes the free flash, read once. */
function boardRows({ store }: PropertiesParts, id: string): readonly Row[] {
  const board = store.get(id);
  return board === undefined ? [] : rowsOf(board).filter(({ name }) => name !== "Free flash");
}

async function rowsOfEntry({ listing }: PropertiesParts, { board, path, kind }: Item): Promise<readonly Row[]> {
  const entries = await listing.entries(board, folderOf(path));
  const entry = entries.find((each) => each.path === path);
  return entry === undefined ? [] : entryRows(entry, kind === "folder" ? await listing.entries(board, path) : []);
}
