// The words of the dim lines in a REPL terminal. Pure.

import type { Explain } from "../boards/board.ts";
import type { ReplEventKind, ReplEventParams } from "../generated/contract.ts";

type Words = (detail: string, reason: string) => string;

const WORDS: Record<ReplEventKind, Words> = {
  connected: (detail, reason) => `connected${to(detail)}${because(reason)}`,
  disconnected: (detail, reason) => `disconnected${from(detail)}${because(reason)}; press Enter to connect`,
  lost: (detail, reason) => `connection lost${detail === "" ? "" : ` (${detail})`}${because(reason)}; waiting for the board`,
  reconnected: (detail, reason) => `connected again${to(detail)}${because(reason)}`,
  runStarted: (detail) => `▶ ${detail === "" ? "program" : detail}`,
  runEnded: (detail, reason) => `■ ${detail === "" ? "program" : detail} ended${because(reason)}`,
};

export function wordsOf({ kind, detail, fault }: ReplEventParams, explain: Explain): string {
  return WORDS[kind](detail, fault === null ? "" : explain(fault));
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
