// Questions about one board that are asked in several places.

import type { Board, Fault, SessionState } from "../generated/contract.ts";

/** Makes the sentence for the user; the sentences are in ui/sentences.ts. */
export type Explain = (fault: Fault) => string;

/** The simulated board for new users, which the sidecar always lists. */
export const DEMO_BOARD = "virtual:demo";

/** What is possible in each state. A table, so that tsc demands every state. */
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

/** Whether we hold its port: open, being opened, or being opened again. */
export function isConnected(board: Board): boolean {
  return CONNECTED[board.state];
}

/** Whether it is present, so that it can be connected if it is not. */
export function isPresent(board: Board): boolean {
  return board.state !== "absent";
}

/** Whether its activity is known: it has shown a prompt, or is running something. */
export function isKnown(board: Board | undefined): boolean {
  return board !== undefined && isReady(board) && board.state !== "attached";
}

/** Whether it can be asked for files, and run programs. */
export function isReady(board: Board): boolean {
  return isConnected(board) && board.state !== "lost" && board.state !== "opening";
}
