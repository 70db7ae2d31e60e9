// Which steps of a plan are ticked in its preview, and the decision that follows. Pure.

import type { Consent, SyncPlan, SyncStep } from "../generated/contract.ts";
import type { Decision } from "./decision.ts";
import { decidable, sendable, stepsOf } from "./steps.ts";

/** A ticked step is carried out; for a conflict and for what is protected, the source wins. */
export class Ticks {
  readonly #on: Map<string, boolean>;

  /** Begins like a sync without further questions; what the user ticked in the plan `before` stays. */
  constructor(plan: SyncPlan, consent: Consent, before?: Ticks) {
    this.#on = new Map(
      plan.steps.filter(canTick).map((step) => [step.path, before?.isOn(step.path) ?? byDefault(step, plan, consent)]),
    );
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
    const [wins, stays] = plan.direction === "upload" ? (["mine", "board"] as const) : (["board", "mine"] as const);
    return {
      delete: steps.some((step) => step.action === "delete" && on(step)),
      exclude: steps.filter((step) => !on(step)).map(({ path }) => path),
      choices: Object.fromEntries(
        [...decidable(plan), ...sendable(plan)].map((step) => [step.path, on(step) ? wins : stays]),
      ),
    };
  }
}

export function canTick({ action, decidable }: SyncStep): boolean {
  if (action === "conflict" || action === "protected") return decidable;
  return action === "create" || action === "update" || action === "delete";
}

function byDefault({ action }: SyncStep, { direction, first }: SyncPlan, consent: Consent): boolean {
  if (action === "delete") return consent === "always" && direction === "upload" && !first;
  return action === "create" || action === "update";
}
