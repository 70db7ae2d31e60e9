// What comes of files that were sent by themselves: what is told of them, and the decisions that are left.

import * as vscode from "vscode";
import type { SyncResult } from "../generated/contract.ts";
import { decide, only, widened, type Asking } from "../sync/decision.ts";
import type { Syncs } from "../sync/syncs.ts";
import type { Errors } from "../ui/errors.ts";
import type { Summary } from "../ui/summary.ts";
import { resultText } from "../sync/words.ts";

export interface PushParts {
  readonly syncs: Syncs;
  readonly asking: Asking;
  readonly summary: Summary;
  readonly errors: Errors;
}

/** Sends what was saved. What needs a decision is asked about beside the work. */
export async function pushSaved(
  parts: PushParts,
  board: string,
  folder: string,
  paths: readonly string[],
): Promise<void> {
  const result = await parts.syncs.push(board, folder, paths);
  tellPushed(parts, board, result);
  if (result.left.length > 0)
    void offerDecision(parts, board, folder, result.left).catch((error: unknown) => {
      parts.errors.show(error);
    });
}

function tellPushed({ syncs, summary }: PushParts, board: string, result: SyncResult): void {
  if (result.files + result.deleted === 0) return;
  summary.show(`Synced to ${syncs.nameOf(board)}: ${resultText(result, "upload")}`);
}

async function offerDecision(parts: PushParts, board: string, folder: string, left: readonly string[]): Promise<void> {
  const [first = ""] = left;
  const name = parts.syncs.nameOf(board);
  const message =
    left.length === 1
      ? `${first} on ${name} was left as it is: a decision is needed.`
      : `${String(left.length)} files on ${name} were left as they are: decisions are needed.`;
  const look = "Decide…";
  if ((await vscode.window.showWarningMessage(message, look)) !== look) return;
  const plan = await parts.syncs.plan(board, folder);
  const part = only(plan, left);
  const decision = await decide({ ...part, doubts: [] }, "ask", parts.asking);
  if (decision !== undefined) await parts.syncs.apply(plan, widened(decision, plan, left));
}
