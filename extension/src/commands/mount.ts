// Mount Workspace on Board and Unmount Workspace.

import * as vscode from "vscode";
import { UserError } from "../lib/userError.ts";
import type { Board } from "../generated/contract.ts";
import { isTrustedForMount } from "../ui/trust.ts";
import type { BoardStore } from "../boards/store.ts";
import type { Mounts } from "../files/mounts.ts";
import type { Targets } from "../targets/targets.ts";
import type { Summary } from "../ui/summary.ts";
import type { Handler } from "./handler.ts";
import { boardIn } from "../targets/argument.ts";
import { boardName } from "../targets/items.ts";

export interface MountParts {
  readonly store: BoardStore;
  readonly targets: Targets;
  readonly mounts: Mounts;
  readonly summary: Summary;
}

export const mountWorkspace: Handler<MountParts> = async (parts, argument) => {
  const folder = (await isTrustedForMount()) ? await chosenFolder() : undefined;
  if (folder === undefined) return;
  const board = await parts.targets.connected({
    clicked: boardIn(argument),
    placeHolder: "Mount the workspace on which board?",
  });
  if (board === undefined) return;
  parts.summary.clear();
  await parts.mounts.mount(board.id, folder.uri.fsPath);
  parts.summary.show(`Mounted ${folder.name} on ${boardName(parts, board.id)}`);
};

export const unmountWorkspace: Handler<MountParts> = async (parts, argument) => {
  const board = await mountedBoard(parts, boardIn(argument));
  if (board === undefined) return;
  parts.summary.clear();
  await parts.mounts.unmount(board.id);
  parts.summary.show(`Unmounted the workspace from ${boardName(parts, board.id)}`);
};

/** Always asks if there are several, since all of them may contain what programs import. */
async function chosenFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const [only, ...others] = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
  if (only === undefined) throw new UserError("noFolderToMount", {});
  if (others.length === 0) return only;
  const folder = await vscode.window.showWorkspaceFolderPick({ placeHolder: "Mount which folder?" });
  if (folder !== undefined && folder.uri.scheme !== "file") throw new UserError("folderElsewhere", {});
  return folder;
}

async function mountedBoard({ store, targets }: MountParts, clicked: string | undefined): Promise<Board | undefined> {
  const eligible = ({ mounted }: Board): boolean => mounted !== null;
  if (store.boards.some(eligible))
    return targets.board({ clicked, eligible, placeHolder: "Unmount the workspace from which board?" });
  void vscode.window.showInformationMessage("No workspace is mounted on a board.");
  return undefined;
}
