// Sync Workspace to Board, Download Board to Workspace, Sync and Run.

import * as vscode from "vscode";
import type { SyncDirection } from "../generated/contract.ts";
import { leftIn, summaryOf, syncAll, type Outcome } from "../sync/flow.ts";
import { counted } from "../sync/words.ts";
import { runAfter } from "./after.ts";
import type { App, Handler } from "./app.ts";
import { wholeFile } from "./source.ts";
import { runSource } from "./run.ts";
import { targetOf, type SyncTarget } from "./syncTargets.ts";

/** Where what came of it is told beside the status bar. */
type Tell = (line: string) => void;

export const sync: Handler = async (app, argument) => {
  await syncWorkspace(app, argument);
};

export const downloadBoard: Handler = async (app, argument) => {
  const target = await targetOf(app, argument, "Download which board?");
  if (target !== undefined) await syncTo(app, target, { direction: "download" });
};

export const syncAndRunFile: Handler = async (app, argument) => {
  await syncAndRun(app, argument);
};

/** Whether every board has everything now. */
export async function syncWorkspace(app: App, argument: unknown, tell?: Tell): Promise<boolean> {
  const target = await targetOf(app, argument, "Sync to which board?");
  if (target === undefined) return false;
  const boards = await syncTo(app, target, { tell });
  await runAfter(app, target.project, boards);
  return boards.length === target.boards.length;
}

/** Runs the file of the active editor, else what the project says is run after a sync. */
export async function syncAndRun(app: App, argument: unknown, tell?: Tell): Promise<boolean> {
  const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  const target = await targetOf(app, argument, "Sync to which board?");
  if (target === undefined) return false;
  const boards = await syncTo(app, target, { tell });
  const { after } = target.project;
  const file = uri?.path.endsWith(".py") === true ? uri : after.file === null ? undefined : vscode.Uri.file(after.file);
  if (file === undefined) throw new Error("there is no Python file open to run");
  const source = boards.length === 0 ? undefined : await wholeFile(file);
  if (source !== undefined) await Promise.all(boards.map((board) => runSource(app, source, false, board)));
  return boards.length === target.boards.length;
}

interface How {
  readonly direction?: SyncDirection;
  readonly tell?: Tell | undefined;
}

/** The boards that have everything now. */
export async function syncTo(
  app: App,
  { folder, project, boards }: SyncTarget,
  { direction = "upload", tell }: How = {},
): Promise<readonly string[]> {
  app.summary.clear();
  const outcomes = await app.saving.without(folder, () =>
    syncAll(app.syncs, { boards, folder, direction, consent: project.delete }, app.asking),
  );
  tellOutcomes(app, outcomes, direction, tell);
  return outcomes.filter(({ kind }) => kind === "done" || kind === "same").map(({ board }) => board);
}

/** In the status bar, for a moment; what needs a person in a message. */
export function tellOutcomes(app: App, outcomes: readonly Outcome[], direction: SyncDirection, tell?: Tell): void {
  for (const outcome of outcomes) if (outcome.kind === "failed") tellFailure(app, outcome.error, tell);
  const summary = summaryOf(outcomes, direction, (board) => app.syncs.nameOf(board));
  if (summary !== "") {
    app.summary.show(summary);
    tell?.(summary);
  }
  const left = leftIn(outcomes);
  if (left.length > 0) void offerPreview(left);
}

function tellFailure({ errors }: App, error: unknown, tell?: Tell): void {
  errors.show(error);
  tell?.(errors.explain(error));
}

async function offerPreview(left: readonly string[]): Promise<void> {
  const [first = ""] = left;
  const what = left.length === 1 ? `${first} was left alone` : `${counted(left.length, "file")} were left alone`;
  const shows = "Preview Sync";
  if ((await vscode.window.showWarningMessage(`${what}: the two sides are in conflict.`, shows)) === shows)
    await vscode.commands.executeCommand("jumperwire.previewSync");
}
