// Watch Workspace, and what comes of files that were sent by themselves.

import * as vscode from "vscode";
import type { SyncResult } from "../generated/contract.ts";
import { decide, only, widened } from "../sync/decision.ts";
import { resultText } from "../sync/words.ts";
import { isTrustedForSync } from "../ui/trust.ts";
import { folderOf } from "./syncTargets.ts";
import type { App, Handler } from "./app.ts";

export const watch: Handler = async (app, argument) => {
  const folder = (await isTrustedForSync()) ? await folderOf(app, argument) : undefined;
  if (folder === undefined) return;
  await app.sidecar.start();
  const project = await app.projects.read(folder); // its mistakes are told now
  // Nobody is asked later, so the board is chosen now.
  if (
    !app.saving.isWatching(folder) &&
    project.boards.length === 0 &&
    (await app.targets.connected({ placeHolder: "Sync to which board?" })) === undefined
  )
    return;
  app.saving.toggle(folder);
};

/** Sends what was saved. What needs a decision is asked about beside the work. */
export async function pushSaved(app: App, board: string, folder: string, paths: readonly string[]): Promise<void> {
  const result = await app.syncs.push(board, folder, paths);
  tellPushed(app, board, result);
  if (result.left.length > 0)
    void offerDecision(app, board, folder, result.left).catch((error: unknown) => {
      app.errors.show(error);
    });
}

function tellPushed({ syncs, summary }: App, board: string, result: SyncResult): void {
  if (result.files + result.deleted === 0) return;
  summary.show(`Synced to ${syncs.nameOf(board)}: ${resultText(result, "upload")}`);
}

async function offerDecision(app: App, board: string, folder: string, left: readonly string[]): Promise<void> {
  const [first = ""] = left;
  const name = app.syncs.nameOf(board);
  const message =
    left.length === 1
      ? `${first} on ${name} was left as it is: a decision is needed.`
      : `${String(left.length)} files on ${name} were left as they are: decisions are needed.`;
  const look = "Decide…";
  if ((await vscode.window.showWarningMessage(message, look)) !== look) return;
  const plan = await app.syncs.plan(board, folder);
  const part = only(plan, left);
  const decision = await decide({ ...part, doubts: [] }, "ask", app.asking);
  if (decision !== undefined) await app.syncs.apply(plan, widened(decision, plan, left));
}
