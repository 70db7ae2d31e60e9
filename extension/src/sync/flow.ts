// A sync from its plan to its result, on several boards at once: one plan each, questions one after the other.

import type { Consent, SyncDirection, SyncResult } from "../generated/contract.ts";
import { Turns } from "../lib/turns.ts";
import { hasCode } from "../sidecar/errors.ts";
import { decide, hasWork, type Asking } from "./decision.ts";
import { files, stepsOf } from "./steps.ts";
import type { Syncs } from "./syncs.ts";
import { counted, resultText } from "./words.ts";

export interface Wish {
  readonly boards: readonly string[];
  readonly folder: string;
  readonly direction: SyncDirection;
  readonly consent: Consent;
}

/** What came of it on one board. */
export type Outcome =
  | { readonly kind: "done"; readonly board: string; readonly result: SyncResult }
  | { readonly kind: "same"; readonly board: string; readonly files: number }
  | { readonly kind: "stopped"; readonly board: string }
  | { readonly kind: "failed"; readonly board: string; readonly error: unknown };

export async function syncAll(syncs: Syncs, wish: Wish, asking: Asking): Promise<readonly Outcome[]> {
  const turns = new Turns();
  return Promise.all(
    wish.boards.map(async (board): Promise<Outcome> => {
      try {
        return await syncOne(syncs, board, wish, asking, turns);
      } catch (error) {
        return { kind: "failed", board, error };
      }
    }),
  );
}

async function syncOne(syncs: Syncs, board: string, wish: Wish, asking: Asking, turns: Turns, again = true): Promise<Outcome> {
  const { folder, direction, consent } = wish;
  const plan = await syncs.plan(board, folder, direction);
  if (!hasWork(plan, consent)) return { kind: "same", board, files: files(stepsOf(plan, "unchanged")).length };
  const decision = await turns.take(() => decide(plan, consent, asking));
  if (decision === undefined) return { kind: "stopped", board };
  try {
    return { kind: "done", board, result: await syncs.apply(plan, decision) };
  } catch (error) {
    // Something changed between the plan and its use: the new plan may raise other questions.
    if (!again || !hasCode(error, "plan_stale")) throw error;
    return syncOne(syncs, board, wish, asking, turns, false);
  }
}

/** One line for all boards; empty when there is nothing to say. */
export function summaryOf(outcomes: readonly Outcome[], direction: SyncDirection, nameOf: (board: string) => string): string {
  return outcomes.map((outcome) => lineOf(outcome, direction, nameOf(outcome.board))).filter((line) => line !== "").join(" · ");
}

function lineOf(outcome: Outcome, direction: SyncDirection, name: string): string {
  const upload = direction === "upload";
  if (outcome.kind === "same") return upload ? `${name} has everything already: ${counted(outcome.files, "file")}` : `The workspace has everything from ${name} already: ${counted(outcome.files, "file")}`;
  if (outcome.kind !== "done") return "";
  return `${upload ? "Synced to" : "Downloaded from"} ${name}: ${resultText(outcome.result, direction)}`;
}

/** Paths that wait for a decision on some board. */
export function leftIn(outcomes: readonly Outcome[]): readonly string[] {
  return outcomes.flatMap((outcome) => (outcome.kind === "done" ? outcome.result.left : []));
}
