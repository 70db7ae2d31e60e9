// Initialize Project, Compare with Board.

import { existsSync } from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";
import { isConnected } from "../boards/board.ts";
import { placeIn } from "../files/place.ts";
import type { Place } from "../files/operations.ts";
import { localOf } from "../sync/localPath.ts";
import { compareFiles } from "../sync/opening.ts";
import { PROJECT_FILE } from "../sync/projects.ts";
import type { App, Handler } from "./app.ts";
import { uriIn } from "./argument.ts";
import { boardOf, folderOf } from "./syncTargets.ts";

export const initializeProject: Handler = async (app, argument) => {
  const folder = await folderOf(app, argument);
  if (folder === undefined) return;
  const there = path.join(folder, PROJECT_FILE);
  if (existsSync(there)) {
    await open(there);
    void vscode.window.showInformationMessage(`There is a ${PROJECT_FILE} already: it is open now.`);
    return;
  }
  await app.sidecar.start();
  const { current } = app.targets;
  const board = current !== undefined && isConnected(current) ? current.id : null;
  const { file, imported } = await app.sidecar.request("project/initialize", { folder, board });
  app.projects.forget();
  await open(file);
  if (imported.length > 0)
    void vscode.window.showInformationMessage(
      `${PROJECT_FILE} has what ${imported.join(" and ")} said. Look through it, then sync.`,
    );
};

async function open(file: string): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.file(file));
}

/** From a file of the workspace, or from one of a board. */
export const compare: Handler = async (app, argument) => {
  const uri = uriIn(argument) ?? placeOfNode(argument) ?? vscode.window.activeTextEditor?.document.uri;
  if (uri === undefined) throw new Error("there is no file open to compare");
  await app.sidecar.start();
  const there = uri instanceof vscode.Uri ? placeIn(uri) : uri;
  if (there !== undefined) await compareFromBoard(app, there);
  else if (uri instanceof vscode.Uri) await compareFromHere(app, uri);
};

function placeOfNode(argument: unknown): Place | undefined {
  if (typeof argument !== "object" || argument === null || !("board" in argument) || !("entry" in argument))
    return undefined;
  const { board, entry } = argument as { board: string; entry: { path: string } };
  return { board, path: entry.path };
}

async function compareFromHere(app: App, uri: vscode.Uri): Promise<void> {
  const folder = await folderOf(app, uri);
  if (folder === undefined) return;
  const { path: there } = await app.sidecar.request("sync/locate", { folder, path: uri.fsPath });
  if (there === null) throw new Error(`${path.basename(uri.fsPath)} is in no folder that is synced`);
  const board = await boardOf(app, folder, "Compare with which board?");
  if (board === undefined) return;
  await app.sidecar.request("files/stat", { board, path: there }); // says so when there is none
  await compareFiles(board, there, uri, app.syncs.nameOf(board));
}

async function compareFromBoard(app: App, { board, path: there }: Place): Promise<void> {
  const folder = await folderOf(app, undefined);
  if (folder === undefined) return;
  const local = localOf((await app.projects.read(folder)).pairs, there);
  if (local === undefined || !existsSync(local)) throw new Error(`the workspace has no counterpart of ${there}`);
  await compareFiles(board, there, vscode.Uri.file(local), app.syncs.nameOf(board));
}
