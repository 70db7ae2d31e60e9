// A sync from plan to result, on several boards at once: one plan each, and one question at a time.

import type { Consent, SyncDirection, SyncPlan, SyncResult } from "../generated/contract.ts";
import { Turns } from "../lib/turns.ts";
import { hasCode } from "../sidecar/errors.ts";
import { decide, hasWork, type Asking, type Decision } from "./decision.ts";
import { files as filesOf, sendable, stepsOf } from "./steps.ts";
import type { Syncs } from "./syncs.ts";
import { counted, keptText, resultText } from "./words.ts";

export interface Wish {
  readonly boards: readonly string[];
  readonly folder: string;
  readonly direction: SyncDirection;
  readonly consent: Consent;
  /** Which uploads are only planned, for the user to look at: the first to a board, or all. */
  readonly showing: "first" | "all";
}

interface Done {
  readonly kind: "done";
  readonly board: string;
  readonly result: SyncResult;
  /** The number of protected files that differ, and stayed. */
  readonly kept: number;
}

/** The result on one board. */
export type Outcome =
  | Done
  | { readonly kind: "same"; readonly board: string; readonly files: number; readonly kept: number }
  | { readonly kind: "toShow"; readonly board: string; readonly plan: SyncPlan }
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

async function syncOne(
  syncs: Syncs,
  board: string,
  wish: Wish,
  asking: Asking,
  turns: Turns,
  again = true,
): Promise<Outcome> {
  const { folder, direction, consent } = wish;
  const plan = await syncs.plan(board, folder, direction);
  if (!hasWork(plan, consent))
    return { kind: "same", board, files: filesOf(stepsOf(plan, "unchanged")).length, kept: sendable(plan).length };
  if (direction === "upload" && (plan.first || wish.showing === "all")) return { kind: "toShow", board, plan };
  const decision = await turns.take(() => decide(plan, consent, asking));
  if (decision === undefined) return { kind: "stopped", board };
  try {
    return doneWith(plan, decision, await syncs.apply(plan, decision));
  } catch (error) {
    // Something changed between the plan and its use, and the new plan may raise other questions.
    if (!again || !hasCode(error, "plan_stale")) throw error;
    return syncOne(syncs, board, wish, asking, turns, false);
  }
}

export function doneWith(plan: SyncPlan, { choices }: Decision, result: SyncResult): Done {
  const kept = sendable(plan).filter(({ path }) => choices[path] !== "mine").length;
  return { kind: "done", board: plan.board, result, kept };
}

/** One line for all boards; empty if there is nothing to say. */
export function summaryOf(
  outcomes: readonly Outcome[],
  direction: SyncDirection,
  nameOf: (board: string) => string,
): string {
  const upload = direction === "upload";
  const done = outcomes.filter((outcome) => outcome.kind === "done");
  const same = outcomes.filter((outcome) => outcome.kind === "same");
  const names = (some: readonly Outcome[]): string => some.map(({ board }) => nameOf(board)).join(", ");
  const parts = [];
  if (done.length > 0)
    parts.push(
      `${upload ? "Synced to" : "Downloaded from"} ${names(done)}: ${resultText(together(done.map(({ result }) => result)), direction)}`,
    );
  if (same.length > 0) {
    const count = counted(Math.max(...same.map(({ files }) => files)), "file");
    parts.push(
      upload
        ? `${names(same)} ${same.length === 1 ? "is" : "are"} up to date: ${count}`
        : `The workspace has everything from ${names(same)}: ${count}`,
    );
  }
  const kept = Math.max(0, ...[...done, ...same].map((outcome) => outcome.kept));
  if (kept > 0) parts.push(keptText(kept));
  return parts.join(" · ");
}

/** Boards are synced at the same time, so the slowest one determines the time. */
function together(results: readonly SyncResult[]): SyncResult {
  const sum = (of: (result: SyncResult) => number): number => results.reduce((total, result) => total + of(result), 0);
  const durationMs = Math.max(...results.map((result) => result.durationMs));
  return {
    files: sum(({ files }) => files),
    unchanged: sum(({ unchanged }) => unchanged),
    deleted: sum(({ deleted }) => deleted),
    size: sum(({ size }) => size),
    left: [],
    durationMs,
  };
}

/** Paths that need a decision on some board. */
export function leftIn(outcomes: readonly Outcome[]): readonly string[] {
  return outcomes.flatMap((outcome) => (outcome.kind === "done" ? outcome.result.left : []));
}
