// Initialize Project, Compare with Board.

import { existsSync } from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";
import { UserError } from "../lib/userError.ts";
import { isConnected } from "../boards/board.ts";
import { placeIn } from "../files/place.ts";
import type { Place } from "../files/operations.ts";
import { localOf } from "../sync/localPath.ts";
import { compareFiles } from "../sync/opening.ts";
import { PROJECT_FILE } from "../sync/projects.ts";
import type { Syncs } from "../sync/syncs.ts";
import type { Handler } from "./handler.ts";
import { uriIn } from "../targets/argument.ts";
import { boardOf, folderOf, type ProjectTargetParts } from "../targets/projectTargets.ts";

export interface ProjectParts extends ProjectTargetParts {
  readonly syncs: Syncs;
}

export const initializeProject: Handler<ProjectParts> = async (parts, argument) => {
  const folder = await folderOf(parts, argument);
  if (folder === undefined) return;
  const there = path.join(folder, PROJECT_FILE);
  if (existsSync(there)) {
    await open(there);
    void vscode.window.showInformationMessage(`${PROJECT_FILE} already exists. It is open now.`);
    return;
  }
  const { current } = parts.targets;
  const board = current !== undefined && isConnected(current) ? current.id : null;
  const { file, imported } = await parts.sidecar.request("project/initialize", { folder, board });
  parts.projects.forget();
  await open(file);
  if (imported.length > 0)
    void vscode.window.showInformationMessage(
      `${PROJECT_FILE} now has the settings from ${imported.join(" and ")}. Check it, then sync.`,
    );
};

async function open(file: string): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.file(file));
}

/** Compares from a file of the workspace, or from one on a board. */
export const compare: Handler<ProjectParts> = async (parts, argument) => {
  const uri = uriIn(argument) ?? placeOfNode(argument) ?? vscode.window.activeTextEditor?.document.uri;
  if (uri === undefined) throw new UserError("nothingToCompare", {});
  const there = uri instanceof vscode.Uri ? placeIn(uri) : uri;
  if (there !== undefined) await compareFromBoard(parts, there);
  else if (uri instanceof vscode.Uri) await compareFromHere(parts, uri);
};

function placeOfNode(argument: unknown): Place | undefined {
  if (typeof argument !== "object" || argument === null || !("board" in argument) || !("entry" in argument))
    return undefined;
  const { board, entry } = argument as { board: string; entry: { path: string } };
  return { board, path: entry.path };
}

async function compareFromHere(parts: ProjectParts, uri: vscode.Uri): Promise<void> {
  const folder = await folderOf(parts, uri);
  if (folder === undefined) return;
  const { path: there } = await parts.sidecar.request("sync/locate", { folder, path: uri.fsPath });
  if (there === null) throw new UserError("notSynced", { file: path.basename(uri.fsPath) });
  const board = await boardOf(parts, folder, "Compare with which board?");
  if (board === undefined) return;
  await parts.sidecar.request("files/stat", { board, path: there }); // says so when there is none
  await compareFiles(board, there, uri, parts.syncs.nameOf(board));
}

async function compareFromBoard(parts: ProjectParts, { board, path: there }: Place): Promise<void> {
  const folder = await folderOf(parts, undefined);
  if (folder === undefined) return;
  const local = localOf((await parts.projects.read(folder)).pairs, there);
  if (local === undefined || !existsSync(local)) throw new UserError("noCounterpart", { path: there });
  await compareFiles(board, there, vscode.Uri.file(local), parts.syncs.nameOf(board));
}
