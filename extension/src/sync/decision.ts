// What must be asked before a plan is applied, and what follows from the answers. Pure: it does not ask itself.

import type {
  Consent,
  SyncApplyParams,
  SyncChoice,
  SyncDoubt,
  SyncPlan,
  SyncRoom,
  SyncStep,
} from "../generated/contract.ts";
import { decidable, files, stepsOf, tooSmall } from "./steps.ts";

/** What is sent together with a plan's name. */
export type Decision = Required<Pick<SyncApplyParams, "delete" | "exclude" | "choices">>;

/** The questions. Undefined means that the user does not want to continue; false, that what is asked about stays. */
export interface Asking {
  goOn(plan: SyncPlan, doubt: SyncDoubt): Promise<boolean>;
  mayReplace(plan: SyncPlan, steps: readonly SyncStep[]): Promise<boolean | undefined>;
  mayDelete(plan: SyncPlan, steps: readonly SyncStep[], makesRoom: boolean): Promise<boolean | undefined>;
  choose(plan: SyncPlan, conflicts: readonly SyncStep[]): Promise<SyncChoice | undefined>;
  /** `deletionsHelp`: the files would fit without those that exist only on the board. */
  tellTooSmall(plan: SyncPlan, rooms: readonly SyncRoom[], deletionsHelp: boolean): void;
}

/** Whether applying the plan could change anything. */
export function hasWork(plan: SyncPlan, consent: Consent): boolean {
  return (
    stepsOf(plan, "create", "update", "conflict").length > 0 ||
    (mayEverDelete(plan, consent) && stepsOf(plan, "delete").length > 0)
  );
}

/** Only the questions that this plan raises. */
export async function decide(plan: SyncPlan, consent: Consent, asking: Asking): Promise<Decision | undefined> {
  for (const doubt of plan.doubts) if (!(await asking.goOn(plan, doubt))) return undefined;
  const replaced = plan.direction === "download" ? files(stepsOf(plan, "update")) : [];
  const replaces = replaced.length === 0 ? true : await asking.mayReplace(plan, replaced);
  if (replaces === undefined) return undefined;
  const deletes = await deletionsOf(plan, consent, asking);
  if (deletes === undefined) return undefined;
  const conflicts = decidable(plan);
  const choice = conflicts.length === 0 ? "board" : await asking.choose(plan, conflicts);
  if (choice === undefined) return undefined;
  const rooms = tooSmall(plan, deletes);
  if (rooms.length > 0) {
    asking.tellTooSmall(plan, rooms, !deletes && tooSmall(plan, true).length === 0);
    return undefined;
  }
  const exclude = replaces ? [] : replaced.map(({ path }) => path);
  return { delete: deletes, exclude, choices: Object.fromEntries(conflicts.map(({ path }) => [path, choice])) };
}

async function deletionsOf(plan: SyncPlan, consent: Consent, asking: Asking): Promise<boolean | undefined> {
  const steps = stepsOf(plan, "delete");
  if (steps.length === 0 || !mayEverDelete(plan, consent)) return false;
  // Files of this computer are never deleted without a question: "always" applies to files of the board.
  if (consent === "always" && plan.direction === "upload") return true;
  return asking.mayDelete(plan, steps, tooSmall(plan, false).length > 0 && tooSmall(plan, true).length === 0);
}

function mayEverDelete({ direction }: SyncPlan, consent: Consent): boolean {
  return consent !== "never" || direction === "download";
}

/** Restricts a plan to these paths, for a decision after some files were sent automatically. */
export function only(plan: SyncPlan, paths: readonly string[]): SyncPlan {
  return { ...plan, steps: plan.steps.filter(({ path }) => paths.includes(path)), room: [] };
}

/** Turns the decision about a part of a plan into one about the whole. */
export function widened(decision: Decision, plan: SyncPlan, paths: readonly string[]): Decision {
  const others = stepsOf(plan, "create", "update", "delete")
    .map(({ path }) => path)
    .filter((path) => !paths.includes(path));
  return { ...decision, exclude: [...decision.exclude, ...others] };
}
