// Runs a sync as a user sees it: chooses project and boards, asks questions, reports the result, and runs a file.

import * as vscode from "vscode";
import { UserError } from "../lib/userError.ts";
import type { Project, SyncChoice, SyncDirection, SyncPlan } from "../generated/contract.ts";
import type { Asking } from "../sync/decision.ts";
import type { SyncPreview } from "../sync/previewView.ts";
import type { Saving } from "../sync/saving.ts";
import type { Syncs } from "../sync/syncs.ts";
import type { Errors } from "../ui/errors.ts";
import type { Summary } from "../ui/summary.ts";
import { leftIn, summaryOf, syncAll, type Outcome } from "../sync/flow.ts";
import { counted } from "../sync/words.ts";
import { runAfter } from "../running/after.ts";
import { wholeFile } from "../running/source.ts";
import { runSource, type RunParts } from "../running/run.ts";
import { targetOf, type ProjectTargetParts, type SyncTarget } from "../targets/projectTargets.ts";

interface TellParts {
  readonly syncs: Syncs;
  readonly summary: Summary;
  readonly errors: Errors;
}

interface SyncToParts extends TellParts {
  readonly asking: Asking;
  readonly saving: Pick<Saving, "without">;
  readonly preview: Pick<SyncPreview, "show">;
}

/** What a sync of a project needs, from finding its boards to the run afterwards. */
export interface WorkspaceSyncParts extends ProjectTargetParts, RunParts, SyncToParts {}

/** Where results are shown in addition to the status bar. */
type Tell = (line: string) => void;

/** Whether every board has everything now. */
export async function syncWorkspace(parts: WorkspaceSyncParts, argument: unknown, tell?: Tell): Promise<boolean> {
  const target = await targetOf(parts, argument, "Sync to which board?");
  if (target === undefined) return false;
  const next: Next = (boards) => runAfter(parts, target.project, boards);
  const boards = await syncTo(parts, target, { tell, next });
  await next(boards);
  return boards.length === target.boards.length;
}

/** Runs the file of the active editor; otherwise the file that the project runs after a sync. */
export async function syncAndRun(parts: WorkspaceSyncParts, argument: unknown, tell?: Tell): Promise<boolean> {
  const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  const target = await targetOf(parts, argument, "Sync to which board?");
  if (target === undefined) return false;
  const { after } = target.project;
  const file = uri?.path.endsWith(".py") === true ? uri : after.file === null ? undefined : vscode.Uri.file(after.file);
  const next: Next = (boards) => runOn(parts, boards, file);
  const boards = await syncTo(parts, target, { tell, next });
  await next(boards);
  return boards.length === target.boards.length;
}

async function runOn(parts: RunParts, boards: readonly string[], file: vscode.Uri | undefined): Promise<void> {
  if (file === undefined) throw new UserError("noPythonFile", {});
  const source = boards.length === 0 ? undefined : await wholeFile(file);
  if (source !== undefined) await Promise.all(boards.map((board) => runSource(parts, source, board)));
}

/** What follows a sync, on the boards that have everything then. */
type Next = (boards: readonly string[]) => Promise<void>;

interface How {
  readonly direction?: SyncDirection;
  readonly tell?: Tell | undefined;
  /** Follows when a sync that is shown first has been applied. */
  readonly next?: Next;
}

/** The boards that have everything now. */
export async function syncTo(
  parts: SyncToParts,
  { folder, project, boards }: SyncTarget,
  { direction = "upload", tell, next }: How = {},
): Promise<readonly string[]> {
  parts.summary.clear();
  const outcomes = await parts.saving.without(folder, () =>
    syncAll(
      parts.syncs,
      { boards, folder, direction, consent: project.delete, showing: showing(project) },
      parts.asking,
    ),
  );
  tellOutcomes(parts, outcomes, direction, tell);
  const plans = outcomes.flatMap((outcome) => (outcome.kind === "toShow" ? [outcome.plan] : []));
  if (plans.length > 0) {
    tell?.("Nothing was sent yet: look through the Sync Preview, and apply it.");
    await show(parts, project, plans, next);
  }
  return outcomes.filter(({ kind }) => kind === "done" || kind === "same").map(({ board }) => board);
}

function showing({ file }: Project): "first" | "all" {
  return file === null ? "all" : "first";
}

async function show(
  { preview }: Pick<SyncToParts, "preview">,
  project: Project,
  plans: readonly SyncPlan[],
  next: Next | undefined,
): Promise<void> {
  const [first] = plans;
  if (first === undefined) return;
  const { folder, direction } = first;
  const subject = { folder, boards: plans.map(({ board }) => board), direction, consent: project.delete };
  const follows = next === undefined ? {} : { next };
  await preview.show({ ...subject, ...follows, unfiled: project.file === null }, plans, { reveal: true });
}

/** Syncs after a look at a conflict, which is decided now. */
export async function syncDeciding(
  parts: SyncToParts & RunParts & Pick<ProjectTargetParts, "projects">,
  { folder, board, direction }: SyncPlan,
  path: string,
  choice: SyncChoice,
): Promise<void> {
  const project = await parts.projects.read(folder);
  const asking: Asking = {
    ...parts.asking,
    choose: (plan, conflicts) =>
      conflicts.every((conflict) => conflict.path === path)
        ? Promise.resolve(choice)
        : parts.asking.choose(plan, conflicts),
  };
  const boards = await syncTo({ ...parts, asking }, { folder, project, boards: [board] }, { direction });
  if (direction === "upload") await runAfter(parts, project, boards);
}

/** Shows the result in the status bar for a moment; what needs a decision is shown in a message. */
export function tellOutcomes(
  parts: TellParts,
  outcomes: readonly Outcome[],
  direction: SyncDirection,
  tell?: Tell,
): void {
  for (const outcome of outcomes) if (outcome.kind === "failed") tellFailure(parts, outcome.error, tell);
  const summary = summaryOf(outcomes, direction, (board) => parts.syncs.nameOf(board));
  if (summary !== "") {
    parts.summary.show(summary);
    tell?.(summary);
  }
  const left = leftIn(outcomes);
  if (left.length > 0) void offerPreview(left);
}

function tellFailure({ errors }: TellParts, error: unknown, tell?: Tell): void {
  errors.show(error);
  tell?.(errors.explain(error));
}

async function offerPreview(left: readonly string[]): Promise<void> {
  const [first = ""] = left;
  const what =
    left.length === 1
      ? `${first} was not synced because of a conflict.`
      : `${counted(left.length, "file")} were not synced because of conflicts.`;
  const shows = "Preview Sync";
  if ((await vscode.window.showWarningMessage(what, shows)) === shows)
    await vscode.commands.executeCommand("jumperwire.previewSync");
}
