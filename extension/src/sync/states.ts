// How the files of the workspace and of boards compare, as far as the last plans show. Pure.

import type { SyncPlan, SyncStep } from "../generated/contract.ts";
import type { Disposable } from "../lib/disposables.ts";
import { Emitter } from "../lib/emitter.ts";
import { keyOf } from "./localPath.ts";
import type { Applied, Pushed } from "./syncs.ts";

export type State = "same" | "changed" | "onlyHere" | "onlyThere" | "conflict";

export interface Compared {
  readonly board: string;
  readonly state: State;
}

interface Pair {
  readonly path: string;
  state: State | undefined;
}

/** The files of one plan, by their names on both sides. */
interface Known {
  readonly folder: string;
  readonly board: string;
  readonly there: ReadonlyMap<string, Pair>;
  readonly here: ReadonlyMap<string, Pair>;
  /** Files of this computer that were saved since they were compared. */
  readonly saved: Set<string>;
}

export class SyncStates implements Disposable {
  /** By folder and board. */
  readonly #plans = new Map<string, Known>();
  readonly #changed = new Emitter<undefined>();

  readonly onDidChange = this.#changed.event;

  planned({ folder, board, steps }: SyncPlan): void {
    const there = new Map(steps.map((step) => [step.path, { path: step.path, state: stateOf(step) }]));
    const local = steps.filter((step) => step.local !== null);
    const here = new Map(
      local.map((step) => [keyOf(step.local ?? ""), there.get(step.path) ?? { path: step.path, state: undefined }]),
    );
    this.#plans.set(`${folder}\n${board}`, { folder, board, there, here, saved: new Set() });
    this.#changed.fire(undefined);
  }

  applied({ plan, decision, result }: Applied): void {
    if (result === undefined) return; // how far it came is not known; the next plan tells
    const open = new Set([...decision.exclude, ...result.left]);
    const known = this.#plans.get(`${plan.folder}\n${plan.board}`);
    for (const step of plan.steps.filter((each) => !open.has(each.path) && isDone(each, decision.delete))) {
      const pair = known?.there.get(step.path);
      const newer = step.local !== null && known?.saved.has(keyOf(step.local)) === true;
      if (pair !== undefined) pair.state = newer ? "changed" : stateAfter(step);
    }
    this.#changed.fire(undefined);
  }

  pushed({ folder, board, paths, same, deleted }: Pushed): void {
    const known = this.#plans.get(`${folder}\n${board}`);
    for (const path of paths) known?.saved.delete(keyOf(path));
    this.#settle(known, same, "same");
    this.#settle(known, deleted, undefined);
    this.#changed.fire(undefined);
  }

  /** A file of this computer has new content. */
  saved(local: string): void {
    for (const { saved } of this.#plans.values()) saved.add(keyOf(local));
    this.#differ([...this.#plans.values()].map(({ here }) => here.get(keyOf(local))));
  }

  /** A file of a board was changed by something other than a sync. */
  touched(board: string, path: string): void {
    this.#differ(
      [...this.#plans.values()].filter((known) => known.board === board).map(({ there }) => there.get(path)),
    );
  }

  /** The states of a file of this computer, per board. */
  here(local: string): readonly Compared[] {
    const key = keyOf(local);
    const found = [...this.#plans.values()].map(({ board, here }) => ({ board, state: here.get(key)?.state }));
    return found.filter((each): each is Compared => each.state !== undefined && each.state !== "onlyThere");
  }

  there(board: string, path: string): State | undefined {
    const plans = [...this.#plans.values()].filter((known) => known.board === board);
    const state = plans.map(({ there }) => there.get(path)?.state).find((each) => each !== undefined);
    return state === "onlyHere" ? undefined : state;
  }

  /** The boards that a folder was compared with. */
  boardsOf(folder: string): readonly string[] {
    return [...this.#plans.values()].filter((plan) => plan.folder === folder).map(({ board }) => board);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #settle(known: Known | undefined, paths: readonly string[], state: State | undefined): void {
    for (const pair of paths.map((path) => known?.there.get(path))) if (pair !== undefined) pair.state = state;
  }

  #differ(pairs: readonly (Pair | undefined)[]): void {
    const same = pairs.filter((pair) => pair?.state === "same");
    for (const pair of same) if (pair !== undefined) pair.state = "changed";
    if (same.length > 0) this.#changed.fire(undefined);
  }
}

/** Folders have no content to compare. */
function stateOf({ action, reason, folder }: SyncStep): State | undefined {
  if (folder || action === "protected" || action === "ignored") return undefined;
  if (reason === "onlyHere" || reason === "deletedThere") return "onlyHere";
  if (reason === "onlyThere" || reason === "deletedHere") return "onlyThere";
  if (action === "conflict") return "conflict";
  return action === "unchanged" ? "same" : "changed";
}

function isDone({ action }: SyncStep, deleting: boolean): boolean {
  return action === "create" || action === "update" || action === "conflict" || (action === "delete" && deleting);
}

function stateAfter({ action, folder }: SyncStep): State | undefined {
  return action === "delete" || folder ? undefined : "same";
}
