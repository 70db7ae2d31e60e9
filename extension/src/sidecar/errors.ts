// The errors of a request: a fault that the sidecar reports, or the lack of a sidecar.

import type { ErrorCode, Fault } from "../generated/contract.ts";
import type { Refusal } from "./python.ts";

/** The sidecar's own answer: something went wrong with a board, a file, a request. */
export class SidecarError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(`${fault.code} ${JSON.stringify(fault.facts)}`);
    this.name = "SidecarError";
    this.fault = fault;
  }

  get code(): ErrorCode {
    return this.fault.code;
  }
}

/** Why there is no sidecar. */
export type Problem =
  | { readonly kind: "noPython"; readonly refused: readonly Refusal[] }
  | { readonly kind: "startFailed"; readonly detail: string }
  | { readonly kind: "crashed"; readonly detail: string; readonly givenUp: boolean };

/** The sidecar could not be started, or disappeared before it answered. */
export class SidecarUnavailable extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.kind}: ${JSON.stringify(problem)}`);
    this.name = "SidecarUnavailable";
    this.problem = problem;
  }
}

export function hasCode(error: unknown, ...codes: readonly ErrorCode[]): error is SidecarError {
  return error instanceof SidecarError && codes.includes(error.code);
}

/** Reads `data: {code, facts}` of a JSON-RPC error; anything else is not a fault. */
export function faultOf(data: unknown): Fault | undefined {
  if (typeof data !== "object" || data === null || !("code" in data) || typeof data.code !== "string") return undefined;
  const facts = "facts" in data && typeof data.facts === "object" && data.facts !== null ? data.facts : {};
  const texts = Object.entries(facts).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  // The code is trusted to be in the contract, since both sides come from the same vsix.
  return { code: data.code as ErrorCode, facts: Object.fromEntries(texts) };
}
