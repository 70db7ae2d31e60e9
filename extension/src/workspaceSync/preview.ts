// What the Sync Preview shows, and what happens to the steps that are ticked in it.

import type { SyncDirection, SyncPlan } from "../generated/contract.ts";
import { hasCode } from "../sidecar/errors.ts";
import { doneWith, type Outcome } from "../sync/flow.ts";
import type { Subject, SyncPreview } from "../sync/previewView.ts";
import type { Previewed } from "../sync/rows.ts";
import { tooSmall } from "../sync/steps.ts";
import { runAfter } from "../running/after.ts";
import { tellOutcomes, type WorkspaceSyncParts } from "./sync.ts";
import { targetOf } from "../targets/projectTargets.ts";

export interface PreviewParts extends WorkspaceSyncParts {
  readonly preview: SyncPreview;
}

export async function previewSync(parts: PreviewParts, argument: unknown): Promise<void> {
  const target = await targetOf(parts, argument, "Preview the sync to which board?");
  if (target === undefined) return;
  const { folder, project, boards } = target;
  await look(parts, { folder, boards, direction: "upload", consent: project.delete }, true);
}

export async function refreshPreview(parts: PreviewParts): Promise<void> {
  const { subject } = parts.preview;
  if (subject === undefined) return;
  const { delete: consent } = await parts.projects.read(subject.folder);
  await look(parts, { ...subject, consent }, false);
}

async function look(parts: PreviewParts, subject: Subject, reveal: boolean): Promise<void> {
  const { folder, boards, direction } = subject;
  try {
    const plans = await parts.preview.whileLooking(() =>
      Promise.all(boards.map((board) => parts.syncs.plan(board, folder, direction))),
    );
    await parts.preview.show(subject, plans, { reveal });
  } catch (error) {
    // A cancelled refresh keeps what was shown.
    if (!hasCode(error, "cancelled")) parts.preview.fail(parts.errors.explain(error));
    throw error;
  }
}

/** Shows a plan's conflicts when the user wants to decide about each of them. */
export async function previewPlan(
  { preview, projects }: Pick<PreviewParts, "preview" | "projects">,
  plan: SyncPlan,
): Promise<void> {
  const { board, folder, direction } = plan;
  const { delete: consent } = await projects.known(folder);
  await preview.show({ folder, boards: [board], direction, consent }, [plan], { reveal: true });
}

export async function applyPreview(parts: PreviewParts): Promise<void> {
  const { subject, previewed } = parts.preview;
  if (subject === undefined || previewed.length === 0) return;
  const { folder, direction } = subject;
  const willing: Previewed[] = [];
  for (const each of previewed) if (await mayGoOn(parts, each)) willing.push(each);
  parts.summary.clear();
  const outcomes = await parts.saving.without(folder, () => Promise.all(willing.map((each) => applyOne(parts, each))));
  tellOutcomes(parts, outcomes, direction);
  const done = outcomes.filter(({ kind }) => kind === "done").map(({ board }) => board);
  if (direction === "upload") await (subject.next?.(done) ?? runAfter(parts, await parts.projects.known(folder), done));
  // Shows what is left to do, and removes what is done.
  if (
    done.length === previewed.length &&
    outcomes.every((outcome) => outcome.kind === "done" && outcome.result.left.length === 0)
  )
    parts.preview.close();
  else await refreshQuietly(parts, subject);
}

async function mayGoOn({ asking }: Pick<PreviewParts, "asking">, { plan, ticks }: Previewed): Promise<boolean> {
  const deleting = ticks.decision(plan).delete;
  const rooms = tooSmall(plan, deleting);
  if (rooms.length > 0) asking.tellTooSmall(plan, rooms, !deleting && tooSmall(plan, true).length === 0);
  if (rooms.length > 0) return false;
  for (const doubt of plan.doubts) if (!(await asking.goOn(plan, doubt))) return false;
  return true;
}

async function applyOne({ syncs }: Pick<PreviewParts, "syncs">, { plan, ticks }: Previewed): Promise<Outcome> {
  try {
    const decision = ticks.decision(plan);
    return doneWith(plan, decision, await syncs.apply(plan, decision));
  } catch (error) {
    return { kind: "failed", board: plan.board, error };
  }
}

/** Refreshes without anyone waiting for it, so a failure is shown only in the view. */
export async function refreshQuietly(
  { syncs, preview, errors }: Pick<PreviewParts, "syncs" | "preview" | "errors">,
  subject: Subject,
): Promise<void> {
  const { folder, boards, direction }: { folder: string; boards: readonly string[]; direction: SyncDirection } =
    subject;
  try {
    const plans = await preview.whileLooking(() =>
      Promise.all(boards.map((board) => syncs.plan(board, folder, direction, true))),
    );
    if (preview.subject === subject) await preview.show(subject, plans, { reveal: false });
  } catch (error) {
    if (preview.subject === subject) preview.fail(errors.explain(error));
  }
}
