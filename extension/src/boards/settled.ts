// Waits for a board that starts with its connection to have started.

import type { Board } from "../generated/contract.ts";
import type { Disposable } from "../lib/disposables.ts";
import { within } from "../lib/time.ts";
import type { BoardStore } from "./store.ts";

/** A loaded PC takes a second or two to start an interpreter; without its prompt by then, the first operation asks. */
const START_MS = 5_000;

/** A board on a port runs whatever it runs; these begin to run when they are connected, and end up at a prompt. */
const STARTED_BY_US: Record<Board["kind"], boolean> = { virtual: true, process: true, serial: false, socket: false };

export async function settled(store: BoardStore, { id, kind }: Board): Promise<void> {
  if (!STARTED_BY_US[kind] || !isStarting(store, id)) return;
  let registration: Disposable | undefined;
  const started = new Promise<void>((resolve) => {
    registration = store.onDidChange(() => {
      if (!isStarting(store, id)) resolve();
    });
  });
  await within(START_MS, started, undefined);
  registration?.dispose();
}

function isStarting(store: BoardStore, id: string): boolean {
  const state = store.get(id)?.state;
  return state === "opening" || state === "attached";
}
