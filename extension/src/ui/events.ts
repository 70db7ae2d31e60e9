// The texts of the grey lines in a REPL terminal. Pure.

import type { Explain } from "../boards/board.ts";
import type { Fault, ReplEventKind, ReplEventParams } from "../generated/contract.ts";
import { failureIn, typeOf } from "../terminal/traceback.ts";

type Words = (detail: string, reason: string) => string;

const WORDS: Record<ReplEventKind, Words> = {
  connected: (detail, reason) => `connected${to(detail)}${because(reason)}`,
  disconnected: (detail, reason) => `disconnected${from(detail)}${because(reason)}; press Enter to connect`,
  lost: (_detail, reason) => `connection lost${because(reason)}; waiting for the board`,
  reconnected: (detail, reason) => `reconnected${to(detail)}${because(reason)}`,
  runStarted: (detail) => `▶ ${programIn(detail)}`,
  runEnded: (detail, reason) => `■ ${programIn(detail)} ended${because(reason)}`,
};

export function wordsOf({ kind, detail, fault, outcome }: ReplEventParams, explain: Explain): string {
  if (outcome !== null) return `■ ${programIn(detail)} ${endOf(outcome, detail)}`;
  return WORDS[kind](detail, fault === null ? "" : reasonOf(fault, explain));
}

function programIn(detail: string): string {
  return detail === "" ? "program" : detail;
}

/** How a run of `program` ended. */
function endOf(outcome: NonNullable<ReplEventParams["outcome"]>, program: string): string {
  switch (outcome.kind) {
    case "done":
      return "done";
    case "raised":
      return `failed: ${placeOf(outcome.traceback, program)}`;
    case "interrupted":
      return INTERRUPTED[outcome.by];
  }
}

const INTERRUPTED = {
  user: "stopped",
  reset: "ended: the board restarted",
  link: "ended: the connection was lost",
} as const;

/** "ValueError in line 3"; a line of another file is named with it. */
function placeOf(traceback: string, program: string): string {
  const { exception, lines } = failureIn(traceback);
  const last = lines.at(-1);
  if (last === undefined) return typeOf(exception);
  const place = last.file === program ? "" : `${last.file}, `;
  return `${typeOf(exception)} in ${place}line ${String(last.line)}`;
}

/** The line itself says that the link broke, so only the cause is added. */
function reasonOf(fault: Fault, explain: Explain): string {
  return fault.code === "link_lost" ? (fault.facts["cause"] ?? "") : explain(fault);
}

function to(detail: string): string {
  return detail === "" ? "" : ` to ${detail}`;
}

function from(detail: string): string {
  return detail === "" ? "" : ` from ${detail}`;
}

/** Removes the full stop, which sentences have and these lines do not. */
function because(reason: string): string {
  return reason === "" ? "" : `: ${reason.replace(/\.$/, "")}`;
}
