// Plans and their results in words. Pure.

import type {
  SyncAction,
  SyncDirection,
  SyncPlan,
  SyncReason,
  SyncResult,
  SyncRoom,
  SyncStep,
} from "../generated/contract.ts";
import { shortfall, sizeOf } from "../lib/size.ts";
import { files, stepsOf } from "./steps.ts";

type Words = (step: SyncStep) => string;

const REASONS: Record<SyncReason, Words> = {
  sameContent: () => "same content",
  contentDiffers: ({ delta }) => (delta ? "content differs; only the difference is sent" : "content differs"),
  onlyHere: () => "only in the workspace",
  onlyThere: () => "only on the board",
  deletedHere: () => "deleted in the workspace since the last sync",
  deletedThere: () => "deleted on the board since the last sync",
  rule: ({ action, decidable }) =>
    action !== "protected"
      ? "ignored by a rule"
      : decidable
        ? "protected on the board, and differs"
        : "protected on the board",
  changedThere: () => "changed on the board since the last sync",
  changedHere: () => "changed in the workspace since the last sync",
  neverSynced: () => "differs, and was never synced",
  otherKind: ({ folder }) => (folder ? "a folder here, a file there" : "a file here, a folder there"),
  caseClash: ({ other }) => `differs from ${other ?? "another"} only in case`,
  package: () => "an installed package",
  twin: ({ other }) => `would run instead of ${other ?? "the other one"}`,
  unsafeName: () => "not a valid name on the other side",
};

export function reasonOf(step: SyncStep): string {
  return REASONS[step.reason](step);
}

/** "1.2 KiB", "1.0 KiB → 1.2 KiB"; empty for folders. */
export function sizesOf({ folder, size, oldSize, action }: SyncStep): string {
  if (folder) return "";
  if (action === "delete" || action === "protected" || action === "ignored") return sizeOf(oldSize ?? size);
  return oldSize === null || oldSize === size ? sizeOf(size) : `${sizeOf(oldSize)} → ${sizeOf(size)}`;
}

const TITLES: Record<SyncAction, string> = {
  conflict: "Conflicts",
  create: "To Create",
  update: "To Update",
  delete: "To Delete",
  protected: "Protected",
  ignored: "Ignored",
  unchanged: "Unchanged",
};

export function titleOf(action: SyncAction): string {
  return TITLES[action];
}

export function counted(count: number, what: string): string {
  return `${String(count)} ${what}${count === 1 ? "" : "s"}`;
}

/** "3 files sent, 12 unchanged, 1 deleted, 4.1 KiB in 0.3 s" */
export function resultText(
  { files: moved, unchanged, deleted, size, durationMs }: SyncResult,
  direction: SyncDirection,
): string {
  const verb = direction === "upload" ? "sent" : "read";
  const parts = [
    moved > 0 || deleted === 0 ? `${counted(moved, "file")} ${verb}` : "",
    unchanged > 0 ? `${String(unchanged)} unchanged` : "",
    deleted > 0 ? `${String(deleted)} deleted` : "",
    moved > 0 ? sizeOf(size) : "",
  ];
  return `${parts.filter((part) => part !== "").join(", ")} in ${secondsOf(durationMs / 1000)}`;
}

/** What is ticked, and what is not. */
interface Ahead {
  /** "3 files to send, 1 to delete, 2 to decide: 4.1 KiB, about 0.3 s"; empty if nothing is ahead. */
  readonly ticked: string;
  /** "1 file to send, 2 to delete"; empty if nothing is left out. */
  readonly left: string;
}

export function aheadOf(plan: SyncPlan, isOn: (path: string) => boolean | undefined): Ahead {
  const on = plan.steps.filter(({ path }) => isOn(path) === true);
  const off = plan.steps.filter(({ path }) => isOn(path) === false);
  const moving = files(stepsOf({ steps: on }, ...MOVING));
  const size = moving.reduce((sum, step) => sum + step.size, 0);
  const undecided = stepsOf(plan, "conflict").filter(({ path }) => isOn(path) !== true).length;
  const ticked = commaed(countsOf(on, MOVING, plan.direction), undecided > 0 ? `${String(undecided)} to decide` : "");
  const seconds = plan.size === 0 ? plan.seconds : (plan.seconds * size) / plan.size;
  return {
    ticked: moving.length === 0 ? ticked : `${ticked}: ${sizeOf(size)}, about ${secondsOf(seconds)}`,
    left: countsOf(off, ["create", "update"], plan.direction),
  };
}

/** What sends or reads a file where it is ticked. */
const MOVING: readonly SyncAction[] = ["create", "update", "conflict", "protected"];

function countsOf(steps: readonly SyncStep[], actions: readonly SyncAction[], direction: SyncDirection): string {
  const moving = files(stepsOf({ steps }, ...actions)).length;
  const gone = stepsOf({ steps }, "delete").length;
  const verb = direction === "upload" ? "send" : "read";
  return commaed(
    moving > 0 ? `${counted(moving, "file")} to ${verb}` : "",
    gone > 0 ? (moving > 0 ? `${String(gone)} to delete` : `${counted(gone, "item")} to delete`) : "",
  );
}

function commaed(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(", ");
}

/** What the tick of a row decides, as it is now: "yours is sent"; empty where a tick needs no words. */
export function effectOf({ action, decidable }: SyncStep, direction: SyncDirection, isOn: boolean | undefined): string {
  if (!decidable || (action !== "conflict" && action !== "protected")) return "";
  if (direction === "download") return isOn === true ? "the board's is taken" : "yours stays";
  return isOn === true ? "yours is sent" : "the board's stays";
}

/** What a tick does; undefined where that is plain. */
export function tickText(action: SyncAction, direction: SyncDirection): string | undefined {
  if (action === "protected") return "Ticked: your version is sent this time, although it is protected.";
  if (action !== "conflict") return undefined;
  return direction === "upload"
    ? "Ticked: your version replaces the board's. Not ticked: the board's stays."
    : "Ticked: the board's version replaces yours. Not ticked: yours stays.";
}

/** "1 protected file differs" */
export function keptText(count: number): string {
  return `${counted(count, "protected file")} ${count === 1 ? "differs" : "differ"}`;
}

/** Why a sync is shown before it is made. */
export function firstText(name: string): string {
  return `The first sync to ${name}: nothing is sent before you apply it.`;
}

export const UNFILED_TEXT =
  "Without a jumperwire.toml, each sync is shown first. Initialize Project in the palette writes one.";

function secondsOf(seconds: number): string {
  if (seconds < 60) return `${Math.max(seconds, 0.1).toFixed(1)} s`;
  return `${String(Math.round(seconds / 60))} min`;
}

/** How much is missing, for users who must make room. */
export function shortfallText({ place, needed }: SyncRoom, missing: number): string {
  return `${place === "/" ? "" : `${place} `}${shortfall(needed, needed - missing)}.`;
}
