// The words of the grey lines in a REPL terminal. Pure.

import type { Explain } from "../boards/board.ts";
import type { Fault, ReplEventKind, ReplEventParams } from "../generated/contract.ts";

type Words = (detail: string, reason: string) => string;

const WORDS: Record<ReplEventKind, Words> = {
  connected: (detail, reason) => `connected${to(detail)}${because(reason)}`,
  disconnected: (detail, reason) => `disconnected${from(detail)}${because(reason)}; press Enter to connect`,
  lost: (_detail, reason) => `connection lost${because(reason)}; waiting for the board`,
  reconnected: (detail, reason) => `connected again${to(detail)}${because(reason)}`,
  runStarted: (detail) => `▶ ${detail === "" ? "program" : detail}`,
  runEnded: (detail, reason) => `■ ${detail === "" ? "program" : detail} ended${because(reason)}`,
};

export function wordsOf({ kind, detail, fault }: ReplEventParams, explain: Explain): string {
  return WORDS[kind](detail, fault === null ? "" : reasonOf(fault, explain));
}

/** A broken link is what the line already says; only its cause is news. */
function reasonOf(fault: Fault, explain: Explain): string {
  return fault.code === "link_lost" ? (fault.facts["cause"] ?? "") : explain(fault);
}

function to(detail: string): string {
  return detail === "" ? "" : ` to ${detail}`;
}

function from(detail: string): string {
  return detail === "" ? "" : ` from ${detail}`;
}

/** Sentences end with a full stop, which these lines do not. */
function because(reason: string): string {
  return reason === "" ? "" : `: ${reason.replace(/\.$/, "")}`;
}
