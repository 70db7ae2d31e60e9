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

const SHOWN_MS = 8_000;

export const sync: Handler = async (app, argument) => {
  const target = await targetOf(app, argument, "Sync to which board?");
  if (target === undefined) return;
  const boards = await syncTo(app, target);
  await runAfter(app, target.project, boards);
};

export const downloadBoard: Handler = async (app, argument) => {
  const target = await targetOf(app, argument, "Download which board?");
  if (target !== undefined) await syncTo(app, target, "download");
};

/** Runs the file of the active editor, else what the project says is run after a sync. */
export const syncAndRun: Handler = async (app, argument) => {
  const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  const target = await targetOf(app, argument, "Sync to which board?");
  if (target !== undefined) await syncThenRun(app, target, uri);
};

async function syncThenRun(app: App, target: SyncTarget, uri: vscode.Uri | undefined): Promise<void> {
  const boards = await syncTo(app, target);
  const { after } = target.project;
  const file = uri?.path.endsWith(".py") === true ? uri : after.kind === "run" ? vscode.Uri.file(after.file) : undefined;
  if (file === undefined) throw new Error("there is no Python file open to run");
  const source = await wholeFile(file);
  if (source !== undefined) await Promise.all(boards.map((board) => runSource(app, source, false, board)));
}

/** The boards that have everything now. */
async function syncTo(app: App, { folder, project, boards }: SyncTarget, direction: SyncDirection = "upload"): Promise<readonly string[]> {
  const outcomes = await app.saving.without(folder, () => syncAll(app.syncs, { boards, folder, direction, consent: project.delete }, app.asking));
  tellOutcomes(app, outcomes, direction);
  return outcomes.filter(({ kind }) => kind === "done" || kind === "same").map(({ board }) => board);
}

/** In the status bar, for a moment; what needs a person in a message. */
export function tellOutcomes(app: App, outcomes: readonly Outcome[], direction: SyncDirection): void {
  for (const outcome of outcomes) if (outcome.kind === "failed") app.errors.show(outcome.error);
  const summary = summaryOf(outcomes, direction, (board) => app.syncs.nameOf(board));
  if (summary !== "") vscode.window.setStatusBarMessage(`$(check) ${summary}`, SHOWN_MS);
  const left = leftIn(outcomes);
  if (left.length > 0) void offerPreview(left);
}

async function offerPreview(left: readonly string[]): Promise<void> {
  const [first = ""] = left;
  const what = left.length === 1 ? `${first} was left alone` : `${counted(left.length, "file")} were left alone`;
  const shows = "Preview Sync";
  if ((await vscode.window.showWarningMessage(`${what}: the two sides are in conflict.`, shows)) === shows) await vscode.commands.executeCommand("jumperwire.previewSync");
}
