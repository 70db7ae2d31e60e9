// On which sides a step's file can be opened. Pure.

import type { SyncDirection, SyncStep } from "../generated/contract.ts";

export type Sides = "both" | "here" | "there" | "none";

/** A compiled file cannot be compared with its source. */
export function sidesOf({ local, compiled, oldSize, action, folder }: SyncStep, direction: SyncDirection): Sides {
  if (folder) return "none";
  const upload = direction === "upload";
  const here = upload ? local !== null && action !== "delete" : oldSize !== null && local !== null;
  const there = !compiled && (upload ? oldSize !== null : action !== "delete");
  if (here && there && action !== "ignored") return "both";
  if (here) return "here";
  return there ? "there" : "none";
}
