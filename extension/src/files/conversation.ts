// What work on a board's files needs of a person: whether a program may be stopped for it, and to see how far it is.

import type { CancellationToken } from "vscode";
import type { Fault, WhenRunning } from "../generated/contract.ts";
import type { Step } from "../lib/step.ts";
import { hasCode } from "../sidecar/errors.ts";
import type { Wire } from "../sidecar/wire.ts";
import { stepOf } from "./transferText.ts";

/** What is being done, as a button says it: "Stop and Save". */
export type Verb =
  | "Save"
  | "Create"
  | "Delete"
  | "Rename"
  | "Copy"
  | "Upload"
  | "Download"
  | "Sync"
  | "Install"
  | "Uninstall"
  | "Mount"
  | "Unmount";

/** What is asked of a person, or shown. */
export interface Dialogue {
  nameOf(board: string): string;
  mayStop(board: string, fault: Fault, verb: Verb): Promise<boolean>;
  showing<T>(title: string, work: (cancel: CancellationToken, report: (step: Step) => void) => Promise<T>): Promise<T>;
}

/** Names transfers; the sidecar's notices about one carry its name. */
let transfers = 0;

/** Shows how far the transfer is that `work` asks for under the token. */
export function following<T>(
  wire: Wire,
  dialogue: Dialogue,
  title: string,
  work: (token: string, cancel: CancellationToken) => Promise<T>,
): Promise<T> {
  return dialogue.showing(title, async (cancel, report) => {
    transfers += 1;
    const token = String(transfers);
    const began = performance.now();
    const notices = wire.on("files/didProgress", (progress) => {
      if (progress.token === token) report(stepOf(progress, performance.now() - began));
    });
    try {
      return await work(token, cancel);
    } finally {
      notices.dispose();
    }
  });
}

/** Tries, and where a program is in the way asks whether to stop it. */
export async function stopping<T>(
  dialogue: Dialogue,
  board: string,
  verb: Verb,
  work: (whenRunning: WhenRunning) => Promise<T>,
): Promise<T> {
  try {
    return await work("fail");
  } catch (error) {
    if (!hasCode(error, "program_running", "board_silent") || !(await dialogue.mayStop(board, error.fault, verb)))
      throw error;
    return work("interrupt");
  }
}
