// What comes of saved files that were sent: what is told of them, and the decisions that are left.

import * as vscode from "vscode";
import { decide, only, widened, type Asking } from "../sync/decision.ts";
import type { Pushed, Syncs } from "../sync/syncs.ts";
import type { Errors } from "../ui/errors.ts";
import type { Summary } from "../ui/summary.ts";
import { resultText } from "../sync/words.ts";

export interface PushParts {
  readonly syncs: Syncs;
  readonly asking: Asking;
  readonly summary: Summary;
  readonly errors: Errors;
}

/** What was sent is told; what needs a decision is asked about beside the work. */
export function tellPushed(parts: PushParts, { board, folder, result }: Pushed): void {
  const { syncs, summary, errors } = parts;
  const done = result.files + result.deleted;
  if (done > 0) summary.show(`Synced to ${syncs.nameOf(board)}: ${resultText(result, "upload")}`);
  if (result.left.length > 0)
    void offerDecision(parts, board, folder, result.left).catch((error: unknown) => {
      errors.show(error);
    });
}

async function offerDecision(parts: PushParts, board: string, folder: string, left: readonly string[]): Promise<void> {
  const [first = ""] = left;
  const name = parts.syncs.nameOf(board);
  const message =
    left.length === 1
      ? `${first} was not sent to ${name}: it needs your decision.`
      : `${String(left.length)} files were not sent to ${name}: they need your decision.`;
  const look = "Decide…";
  if ((await vscode.window.showWarningMessage(message, look)) !== look) return;
  const plan = await parts.syncs.plan(board, folder);
  const part = only(plan, left);
  const decision = await decide({ ...part, doubts: [] }, "ask", parts.asking);
  if (decision !== undefined) await parts.syncs.apply(plan, widened(decision, plan, left));
}
