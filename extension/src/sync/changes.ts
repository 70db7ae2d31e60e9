// What a sync changed on a board, for whatever shows its files. Pure.

import type { Change } from "../files/operations.ts";
import { stepsOf } from "./steps.ts";
import type { Applied, Pushed } from "./syncs.ts";

/** Of files that were sent by themselves. */
export function changesOfPush({ board, same, deleted }: Pushed): readonly Change[] {
  const changed = same.map((path) => ({ board, path, kind: "changed" }) as const);
  return [...changed, ...deleted.map((path) => ({ board, path, kind: "deleted" }) as const)];
}

/** After a failure, everything that was planned, since part of it may have been done. */
export function changesOf({ plan, decision, result }: Applied): readonly Change[] {
  if (plan.direction === "download") return [];
  const left = new Set([...decision.exclude, ...(result?.left ?? [])]);
  const steps = stepsOf(
    plan,
    "create",
    "update",
    ...(decision.delete ? (["delete"] as const) : []),
    "conflict",
    "protected",
  );
  const done = steps.filter(
    ({ path, action }) =>
      !left.has(path) && ((action !== "conflict" && action !== "protected") || decision.choices[path] === "mine"),
  );
  return done.map(({ path, action }) => ({
    board: plan.board,
    path,
    kind: action === "create" ? "created" : action === "delete" ? "deleted" : "changed",
  }));
}
