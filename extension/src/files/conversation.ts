// What work on a board's files needs from the user: permission to stop a program, and a view of progress.

import type { CancellationToken } from "vscode";
import type { Fault, WhenRunning } from "../generated/contract.ts";
import type { Step } from "../lib/step.ts";
import { hasCode } from "../sidecar/errors.ts";
import type { Wire } from "../sidecar/wire.ts";
import { stepOf } from "./transferText.ts";

/** The action in the words of a button: "Stop and Save". */
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

/** What users are asked or shown. */
export interface Dialogue {
  nameOf(board: string): string;
  mayStop(board: string, fault: Fault, verb: Verb): Promise<boolean>;
  showing<T>(title: string, work: (cancel: CancellationToken, report: (step: Step) => void) => Promise<T>): Promise<T>;
}

/** Names transfers; the sidecar's notifications about a transfer carry its name. */
let transfers = 0;

/** Shows the progress of the transfer that `work` requests under the token. */
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

/** Does the work; if a program is in the way, asks whether to stop it. */
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
