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
import { sizeOf } from "../lib/size.ts";
import { files, stepsOf } from "./steps.ts";

type Words = (step: SyncStep) => string;

const REASONS: Record<SyncReason, Words> = {
  sameContent: () => "same content",
  contentDiffers: ({ delta }) => (delta ? "content differs; only the difference is sent" : "content differs"),
  onlyHere: () => "only in the workspace",
  onlyThere: () => "only on the board",
  deletedHere: () => "deleted in the workspace since the last sync",
  deletedThere: () => "deleted on the board since the last sync",
  rule: ({ action }) => (action === "protected" ? "protected on the board" : "left out by a rule"),
  changedThere: () => "changed on the board since the last sync",
  changedHere: () => "changed in the workspace since the last sync",
  neverSynced: () => "different on both sides, and never synced",
  otherKind: ({ folder }) => (folder ? "a folder here, a file there" : "a file here, a folder there"),
  caseClash: ({ other }) => `differs from ${other ?? "another"} only in case`,
  twin: ({ other }) => `the board would run it in place of ${other ?? "the other one"}`,
  unsafeName: () => "the other side cannot have a file of that name",
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

/** What will be done: "3 files to send, 1 to delete, 2 to decide: 4.1 KiB, about 0.3 s". */
export function aheadText(plan: SyncPlan): string {
  const verb = plan.direction === "upload" ? "send" : "read";
  const count = (...actions: SyncAction[]): number => files(stepsOf(plan, ...actions)).length;
  const [moving, gone, open] = [
    count("create", "update"),
    stepsOf(plan, "delete").length,
    stepsOf(plan, "conflict").length,
  ];
  const parts = [
    moving > 0 ? `${counted(moving, "file")} to ${verb}` : "",
    gone > 0 ? `${String(gone)} to delete` : "",
    open > 0 ? `${String(open)} to decide` : "",
  ];
  const text = parts.filter((part) => part !== "").join(", ");
  return moving === 0 ? text : `${text}: ${sizeOf(plan.size)}, about ${secondsOf(plan.seconds)}`;
}

function secondsOf(seconds: number): string {
  if (seconds < 60) return `${Math.max(seconds, 0.1).toFixed(1)} s`;
  return `${String(Math.round(seconds / 60))} min`;
}

/** The exact number of missing bytes, for users who must make room. */
export function shortfallText({ place, needed, free }: SyncRoom, missing: number): string {
  return `${bytes(missing)} are missing${place === "/" ? "" : ` in ${place}`} (${bytes(needed)} needed, ${bytes(free)} free).`;
}

function bytes(count: number): string {
  return `${String(count).replace(/\B(?=(\d{3})+$)/g, "\u202f")} bytes`;
}
