// The texts of the grey lines in a REPL terminal. Pure.

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
