// Plans for tests.

import type { SyncPlan, SyncResult, SyncStep } from "../../../extension/src/generated/contract.ts";
import type { Asking } from "../../../extension/src/sync/decision.ts";

export function step(path: string, changes: Partial<SyncStep> = {}): SyncStep {
  return {
    path,
    local: `/w${path}`,
    action: "unchanged",
    reason: "sameContent",
    folder: false,
    size: 10,
    oldSize: 10,
    delta: false,
    compiled: false,
    other: null,
    decidable: false,
    ...changes,
  };
}

export const create = (path: string): SyncStep => step(path, { action: "create", reason: "onlyHere", oldSize: null });
export const update = (path: string): SyncStep =>
  step(path, { action: "update", reason: "contentDiffers", size: 2048, oldSize: 1024 });
export const remove = (path: string): SyncStep =>
  step(path, { action: "delete", reason: "onlyThere", local: null, size: 0, oldSize: 7 });
export const conflict = (path: string, decidable = true): SyncStep =>
  step(path, { action: "conflict", reason: "changedThere", decidable });

export function plan(steps: readonly SyncStep[], changes: Partial<SyncPlan> = {}): SyncPlan {
  return {
    id: "p1",
    board: "a",
    folder: "/w",
    direction: "upload",
    first: false,
    steps: [...steps],
    room: [],
    doubts: [],
    size: 4200,
    wire: 900,
    seconds: 0.34,
    ...changes,
  };
}

export const result: SyncResult = { files: 3, unchanged: 12, deleted: 1, size: 4200, left: [], durationMs: 340 };

/** Answers in order as told; what was asked is kept. */
export class Asked implements Asking {
  readonly questions: string[] = [];
  readonly #answers: unknown[];

  constructor(...answers: unknown[]) {
    this.#answers = answers;
  }

  goOn: Asking["goOn"] = (_plan, { question }) => this.#answer(question);
  mayReplace: Asking["mayReplace"] = (_plan, steps) => this.#answer(`replace ${paths(steps)}`);
  mayDelete: Asking["mayDelete"] = (_plan, steps, makesRoom) =>
    this.#answer(`delete ${paths(steps)}${makesRoom ? " for room" : ""}`);
  choose: Asking["choose"] = (_plan, steps) => this.#answer(`choose ${paths(steps)}`);
  tellTooSmall: Asking["tellTooSmall"] = (_plan, rooms, help) => {
    this.questions.push(`too small by ${rooms.map(({ missing }) => missing).join()}${help ? ", deletions help" : ""}`);
  };

  #answer<T>(question: string): Promise<T> {
    this.questions.push(question);
    if (this.#answers.length === 0) throw new Error(`not expected: ${question}`);
    return Promise.resolve(this.#answers.shift() as T);
  }
}

function paths(steps: readonly SyncStep[]): string {
  return steps.map(({ path }) => path).join(" ");
}
