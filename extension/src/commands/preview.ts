// Preview Sync, and the buttons of its view.

import type { SyncDirection, SyncPlan } from "../generated/contract.ts";
import { hasCode } from "../sidecar/errors.ts";
import type { Outcome } from "../sync/flow.ts";
import type { Subject } from "../sync/previewView.ts";
import type { Previewed } from "../sync/rows.ts";
import { tooSmall } from "../sync/steps.ts";
import { runAfter } from "./after.ts";
import type { App, Handler } from "./app.ts";
import { tellOutcomes } from "./sync.ts";
import { targetOf } from "./syncTargets.ts";

export const previewSync: Handler = async (app, argument) => {
  const target = await targetOf(app, argument, "Preview the sync to which board?");
  if (target === undefined) return;
  const { folder, project, boards } = target;
  await look(app, { folder, boards, direction: "upload", consent: project.delete }, true);
};

export const refreshPreview: Handler = async (app) => {
  const { subject } = app.preview;
  if (subject === undefined) return;
  const { delete: consent } = await app.projects.read(subject.folder);
  await look(app, { ...subject, consent }, false);
};

export const closePreview: Handler = ({ preview }) => {
  preview.close();
};

async function look(app: App, subject: Subject, reveal: boolean): Promise<void> {
  const { folder, boards, direction } = subject;
  try {
    const plans = await app.preview.whileLooking(() =>
      Promise.all(boards.map((board) => app.syncs.plan(board, folder, direction))),
    );
    await app.preview.show(subject, plans, { reveal });
  } catch (error) {
    // Who cancels keeps what was shown.
    if (!hasCode(error, "cancelled")) app.preview.fail(app.errors.explain(error));
    throw error;
  }
}

/** What a plan's conflicts are when a person wants to decide about each of them. */
export async function previewPlan(
  { preview, projects }: Pick<App, "preview" | "projects">,
  plan: SyncPlan,
): Promise<void> {
  const { board, folder, direction } = plan;
  const { delete: consent } = await projects.known(folder);
  await preview.show({ folder, boards: [board], direction, consent }, [plan], { reveal: true });
}

export const applyPreview: Handler = async (app) => {
  const { subject, previewed } = app.preview;
  if (subject === undefined || previewed.length === 0) return;
  const { folder, direction } = subject;
  const willing: Previewed[] = [];
  for (const each of previewed) if (await mayGoOn(app, each)) willing.push(each);
  app.summary.clear();
  const outcomes = await app.saving.without(folder, () => Promise.all(willing.map((each) => applyOne(app, each))));
  tellOutcomes(app, outcomes, direction);
  const done = outcomes.filter(({ kind }) => kind === "done").map(({ board }) => board);
  if (direction === "upload") await runAfter(app, await app.projects.known(folder), done);
  // What is left to do stays in sight, and what is done goes.
  if (
    done.length === previewed.length &&
    outcomes.every((outcome) => outcome.kind === "done" && outcome.result.left.length === 0)
  )
    app.preview.close();
  else await refreshQuietly(app, subject);
};

async function mayGoOn({ asking }: App, { plan, ticks }: Previewed): Promise<boolean> {
  const deleting = ticks.decision(plan).delete;
  const rooms = tooSmall(plan, deleting);
  if (rooms.length > 0) asking.tellTooSmall(plan, rooms, !deleting && tooSmall(plan, true).length === 0);
  if (rooms.length > 0) return false;
  for (const doubt of plan.doubts) if (!(await asking.goOn(plan, doubt))) return false;
  return true;
}

async function applyOne({ syncs }: App, { plan, ticks }: Previewed): Promise<Outcome> {
  const { board } = plan;
  try {
    return { kind: "done", board, result: await syncs.apply(plan, ticks.decision(plan)) };
  } catch (error) {
    return { kind: "failed", board, error };
  }
}

/** Nobody waits for it: what fails is said in the view alone. */
export async function refreshQuietly(
  { syncs, preview, errors }: Pick<App, "syncs" | "preview" | "errors">,
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
