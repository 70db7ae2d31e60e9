// Mount Workspace on Board and Unmount Workspace.

import * as vscode from "vscode";
import type { Board } from "../generated/contract.ts";
import { isTrustedForMount } from "../ui/trust.ts";
import type { App, Handler } from "./app.ts";
import { boardIn } from "./argument.ts";
import { boardName } from "./items.ts";

export const mountWorkspace: Handler = async (app, argument) => {
  const folder = (await isTrustedForMount()) ? await chosenFolder() : undefined;
  if (folder === undefined) return;
  await app.sidecar.start();
  const board = await app.targets.connected({
    clicked: boardIn(argument),
    placeHolder: "Mount the workspace on which board?",
  });
  if (board === undefined) return;
  app.summary.clear();
  await app.mounts.mount(board.id, folder.uri.fsPath);
  app.summary.show(`Mounted ${folder.name} on ${boardName(app, board.id)}`);
};

export const unmountWorkspace: Handler = async (app, argument) => {
  const board = await mountedBoard(app, boardIn(argument));
  if (board === undefined) return;
  app.summary.clear();
  await app.mounts.unmount(board.id);
  app.summary.show(`Unmounted the workspace from ${boardName(app, board.id)}`);
};

/** Always asked where there are several: all of them may hold what programs import. */
async function chosenFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const [only, ...others] = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
  if (only === undefined) throw new Error("no folder of this computer is open to mount");
  if (others.length === 0) return only;
  const folder = await vscode.window.showWorkspaceFolderPick({ placeHolder: "Mount which folder?" });
  if (folder !== undefined && folder.uri.scheme !== "file") throw new Error("that folder is not on this computer");
  return folder;
}

async function mountedBoard({ store, targets }: App, clicked: string | undefined): Promise<Board | undefined> {
  const eligible = ({ mounted }: Board): boolean => mounted !== null;
  if (store.boards.some(eligible))
    return targets.board({ clicked, eligible, placeHolder: "Unmount the workspace from which board?" });
  void vscode.window.showInformationMessage("No workspace is mounted on a board.");
  return undefined;
}
