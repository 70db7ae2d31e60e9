// Questions about one board that several places ask, answered once.

import type { Board, Fault, SessionState } from "../generated/contract.ts";

/** Makes the sentence for a person; the sentences themselves live in ui/sentences.ts. */
export type Explain = (fault: Fault) => string;

/** The simulated board that a new user finds; the sidecar lists it always. */
export const DEMO_BOARD = "virtual:demo";

/** What a state means for what can be done. A table, so that tsc asks for every state. */
const CONNECTED: Record<SessionState, boolean> = {
  absent: false,
  closed: false,
  opening: true,
  attached: true,
  idle: true,
  running: true,
  busy: true,
  lost: true,
};

/** Held by us: its port is open, being opened, or being opened again. */
export function isConnected(board: Board): boolean {
  return CONNECTED[board.state];
}

/** There, so that it can be connected if it is not. */
export function isPresent(board: Board): boolean {
  return board.state !== "absent";
}

/** What it does is known: it has shown a prompt, or runs something. */
export function isKnown(board: Board | undefined): boolean {
  return board !== undefined && isReady(board) && board.state !== "attached";
}

/** Can be asked for files, and run programs. */
export function isReady(board: Board): boolean {
  return isConnected(board) && board.state !== "lost" && board.state !== "opening";
}

/** For tabs, which have little room: the sidecar calls a virtual board "demo (virtual)" until it gets another name. */
export function shortName(name: string): string {
  return name.replace(/(?<=.) \(virtual\)$/, "");
}
