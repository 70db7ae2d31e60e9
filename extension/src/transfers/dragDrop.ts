// Drag and drop in the Boards view: within and between boards, from the explorer or system, and into editors.

import { writeFile } from "node:fs/promises";
import * as path from "node:path";
import * as vscode from "vscode";
import type { Node } from "../boards/tree.ts";
import { localName } from "../files/names.ts";
import { placeIn, uriOf } from "../files/place.ts";
import type { Place } from "../files/operations.ts";
import { urisInList } from "../files/uriList.ts";
import type { Targets } from "../targets/targets.ts";
import type { Errors } from "../ui/errors.ts";
import { inTemporaryFolder } from "../lib/temporary.ts";
import { bringIn, type ArrivalParts } from "./arrivals.ts";
import { folderIn } from "../targets/items.ts";

export interface DragAndDropParts extends ArrivalParts {
  readonly targets: Targets;
  readonly errors: Errors;
}

const URI_LIST = "text/uri-list";

export class BoardsDragAndDrop implements vscode.TreeDragAndDropController<Node> {
  readonly dragMimeTypes = [URI_LIST];
  // "files" is VS Code's name for files from the system.
  readonly dropMimeTypes = [URI_LIST, "files"];
  readonly #parts: DragAndDropParts;

  constructor(parts: DragAndDropParts) {
    this.#parts = parts;
  }

  handleDrag(nodes: readonly Node[], data: vscode.DataTransfer): void {
    const uris = nodes.flatMap((node) =>
      node.kind === "entry" ? [uriOf(node.board, node.entry.path).toString()] : [],
    );
    if (uris.length > 0) data.set(URI_LIST, new vscode.DataTransferItem(uris.join("\r\n")));
  }

  async handleDrop(target: Node | undefined, data: vscode.DataTransfer): Promise<void> {
    try {
      const listed = urisInList((await data.get(URI_LIST)?.asString()) ?? "").map((uri) => vscode.Uri.parse(uri, true));
      if (listed.length > 0) await this.#bring(listed, target);
      else await this.#bringFiles(filesIn(data), target);
    } catch (error) {
      this.#parts.errors.show(error);
    }
  }

  async #bring(uris: readonly vscode.Uri[], target: Node | undefined): Promise<void> {
    const folder = await this.#folder(uris, target);
    if (folder !== undefined) await bringIn(this.#parts, uris, folder);
  }

  /** In a browser, a file from the system has content but no path. */
  async #bringFiles(files: readonly vscode.DataTransferFile[], target: Node | undefined): Promise<void> {
    if (files.length === 0) return;
    await inTemporaryFolder(async (temporary) => {
      const uris = await Promise.all(files.map(async (file) => file.uri ?? kept(file, temporary)));
      await this.#bring(uris, target);
    });
  }

  /** If dropped beside a row: the root of the board that everything came from; otherwise asks for one. */
  async #folder(uris: readonly vscode.Uri[], target: Node | undefined): Promise<Place | undefined> {
    const wanted = target === undefined ? undefined : folderIn(target);
    const [origin, ...others] = new Set(uris.map((uri) => placeIn(uri)?.board));
    const clicked = wanted?.board ?? (others.length === 0 ? origin : undefined);
    const board = await this.#parts.targets.connected({ clicked, placeHolder: "Copy to which board?" });
    return board === undefined ? undefined : { board: board.id, path: wanted?.path ?? "/" };
  }
}

function filesIn(data: vscode.DataTransfer): readonly vscode.DataTransferFile[] {
  return [...data].map(([, item]) => item.asFile()).filter((file) => file !== undefined);
}

async function kept(file: vscode.DataTransferFile, folder: string): Promise<vscode.Uri> {
  const local = path.join(folder, localName(file.name));
  await writeFile(local, await file.data());
  return vscode.Uri.file(local);
}
