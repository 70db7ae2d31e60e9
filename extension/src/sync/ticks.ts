// Which steps of a plan are ticked in its preview, and the decision that the ticks come to. Pure.

import type { Consent, SyncPlan, SyncStep } from "../generated/contract.ts";
import type { Decision } from "./decision.ts";
import { stepsOf } from "./steps.ts";

/** A tick means that the step is done; for a conflict, that the workspace's side is taken. */
export class Ticks {
  readonly #on: Map<string, boolean>;

  /** Begins as a sync would go without further questions; what a person ticked in the plan `before` stays. */
  constructor(plan: SyncPlan, consent: Consent, before?: Ticks) {
    this.#on = new Map(plan.steps.filter(canTick).map((step) => [step.path, before?.isOn(step.path) ?? byDefault(step, plan, consent)]));
  }

  isOn(path: string): boolean | undefined {
    return this.#on.get(path);
  }

  set(paths: readonly string[], on: boolean): void {
    for (const path of paths) if (this.#on.has(path)) this.#on.set(path, on);
  }

  decision(plan: SyncPlan): Decision {
    const on = (step: SyncStep): boolean => this.isOn(step.path) === true;
    const steps = stepsOf(plan, "create", "update", "delete");
    return {
      delete: steps.some((step) => step.action === "delete" && on(step)),
      exclude: steps.filter((step) => !on(step)).map(({ path }) => path),
      choices: Object.fromEntries(stepsOf(plan, "conflict").filter(on).map(({ path }) => [path, plan.direction === "upload" ? "mine" : "board"])),
    };
  }
}

export function canTick({ action, decidable }: SyncStep): boolean {
  return action === "create" || action === "update" || action === "delete" || (action === "conflict" && decidable);
}

function byDefault({ action }: SyncStep, { direction }: SyncPlan, consent: Consent): boolean {
  if (action === "delete") return consent === "always" && direction === "upload";
  return action !== "conflict";
}
