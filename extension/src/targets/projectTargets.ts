// Determines which project a sync is about, and which boards.

import * as vscode from "vscode";
import { UserError } from "../lib/userError.ts";
import { isReady } from "../boards/board.ts";
import type { Board, Project } from "../generated/contract.ts";
import { isInside } from "../sync/localPath.ts";
import type { Wire } from "../sidecar/wire.ts";
import type { BoardStore } from "../boards/store.ts";
import type { Projects } from "../sync/projects.ts";
import { isAddress, namedBoards } from "../sync/projectBoards.ts";
import { isTrustedForSync } from "../ui/trust.ts";
import type { Targets } from "./targets.ts";
import { boardIn } from "./argument.ts";

/** What finding a project and its boards needs. */
export interface ProjectTargetParts {
  readonly sidecar: Wire;
  readonly store: BoardStore;
  readonly targets: Targets;
  readonly projects: Projects;
}

export interface SyncTarget {
  readonly folder: string;
  readonly project: Project;
  readonly boards: readonly string[];
}

/** Undefined if the user did not choose, or did not let a file be saved. */
export async function targetOf(
  app: ProjectTargetParts,
  argument: unknown,
  placeHolder: string,
): Promise<SyncTarget | undefined> {
  const folder = (await isTrustedForSync()) ? await folderOf(app, argument) : undefined;
  if (folder === undefined) return undefined;
  const project = await app.projects.read(folder);
  const boards = await boardsOf(app, project, boardIn(argument), placeHolder);
  return boards === undefined || !(await saveAll(folder)) ? undefined : { folder, project, boards };
}

/** Returns the project of the clicked item, the active editor, or the only folder; otherwise asks. */
export async function folderOf(
  { projects }: Pick<ProjectTargetParts, "projects">,
  argument: unknown,
): Promise<string | undefined> {
  const roots = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
  if (roots.length === 0) throw new UserError("noFolderToSync", {});
  const clicked = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  const file = clicked?.scheme === "file" ? clicked : undefined;
  const within = file === undefined ? undefined : vscode.workspace.getWorkspaceFolder(file);
  if (file !== undefined && within !== undefined) return projects.folderOf(file.fsPath, within.uri.fsPath);
  const root =
    roots.length === 1 ? roots[0] : await vscode.window.showWorkspaceFolderPick({ placeHolder: "Which folder?" });
  return root?.uri.fsPath;
}

async function boardsOf(
  app: ProjectTargetParts,
  project: Project,
  clicked: string | undefined,
  placeHolder: string,
): Promise<readonly string[] | undefined> {
  if (clicked !== undefined || project.boards.length === 0) {
    const board = await app.targets.connected({ clicked, placeHolder });
    return board === undefined ? undefined : [board.id];
  }
  const boards = await named(app, project.boards);
  await Promise.all(boards.filter((board) => !isReady(board)).map((board) => app.targets.connect(board)));
  return boards.map(({ id }) => id);
}

/** Returns one board of a project, asking if there are several. */
export async function boardOf(
  app: ProjectTargetParts,
  folder: string,
  placeHolder: string,
): Promise<string | undefined> {
  const { boards } = await app.projects.read(folder);
  const ids = boards.length === 0 ? undefined : (await named(app, boards)).map(({ id }) => id);
  const [only, ...others] = ids ?? [];
  const clicked = others.length === 0 ? only : undefined;
  const board = await app.targets.connected({
    clicked,
    placeHolder,
    ...(ids === undefined ? {} : { eligible: ({ id }) => ids.includes(id) }),
  });
  return board?.id;
}

/** Adds a board if a project names an address that was never used here before. */
async function named(app: ProjectTargetParts, names: readonly string[]): Promise<readonly Board[]> {
  await app.store.loaded();
  for (const address of namedBoards(names, app.store.boards).missing.filter(isAddress))
    app.store.put(await app.sidecar.request("boards/add", { address }));
  const { boards, missing } = namedBoards(names, app.store.boards);
  if (missing.length > 0) throw new UserError("boardsMissing", { names: missing });
  return boards;
}

/** Saves editors, so that a sync or a mounted import uses what is on the screen. */
export async function saveAll(folder: string): Promise<boolean> {
  const dirty = vscode.workspace.textDocuments.filter(
    ({ isDirty, uri }) => isDirty && uri.scheme === "file" && isInside(uri.fsPath, folder),
  );
  return (await Promise.all(dirty.map((document) => document.save()))).every(Boolean);
}
