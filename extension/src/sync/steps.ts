// Questions about a plan that are asked in several places. Pure.

import type { SyncAction, SyncPlan, SyncRoom, SyncStep } from "../generated/contract.ts";

/** The groups in the order in which users read a plan. */
export const ACTIONS: readonly SyncAction[] = [
  "conflict",
  "create",
  "update",
  "delete",
  "protected",
  "ignored",
  "unchanged",
];

interface Steps {
  readonly steps: readonly SyncStep[];
}

export function stepsOf(plan: Steps, ...actions: readonly SyncAction[]): readonly SyncStep[] {
  return plan.steps.filter(({ action }) => actions.includes(action));
}

/** Conflicts that the user can decide; others can only be solved on one of the sides. */
export function decidable(plan: Pick<SyncPlan, "steps">): readonly SyncStep[] {
  return stepsOf(plan, "conflict").filter((step) => step.decidable);
}

/** Protected files that differ: they stay, unless the user sends them for once. */
export function sendable(plan: Pick<SyncPlan, "steps">): readonly SyncStep[] {
  return stepsOf(plan, "protected").filter((step) => step.decidable);
}

/** Steps for files; folders are created and removed along with them. */
export function files(steps: readonly SyncStep[]): readonly SyncStep[] {
  return steps.filter(({ folder }) => !folder);
}

/** "/lib/" for a folder. */
export function shown({ path, folder }: Pick<SyncStep, "path" | "folder">): string {
  return folder ? `${path}/` : path;
}

/** Where the files do not fit, with and without the plan's deletions. */
export function tooSmall({ room }: Pick<SyncPlan, "room">, deleting: boolean): readonly SyncRoom[] {
  return room.filter(({ missing, missingAfterDeletions }) => (deleting ? missingAfterDeletions : missing) > 0);
}
