// Progress that is only seen when something takes long, with a way to cancel it.

import * as vscode from "vscode";
import { sleep, within } from "../lib/time.ts";

/** Most connections are there before this; a notification that flashes says nothing. */
const PATIENCE_MS = 800;

export async function withPatience<T>(title: string, work: (token: vscode.CancellationToken) => Promise<T>): Promise<T> {
  const cancel = new vscode.CancellationTokenSource();
  const working = work(cancel.token);
  try {
    const quick = await within(PATIENCE_MS, working.then(done, done), undefined);
    if (quick === undefined) await showing(title, working, cancel);
    return await working;
  } finally {
    cancel.dispose();
  }
}

function done(): true {
  return true;
}

async function showing(title: string, working: Promise<unknown>, cancel: vscode.CancellationTokenSource): Promise<void> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  await vscode.window.withProgress(options, async (_progress, token) => {
    const cancelled = new Promise<void>((resolve) => {
      token.onCancellationRequested(() => {
        cancel.cancel();
        // What is cancelled has a moment to clean up before the notification goes.
        void sleep(PATIENCE_MS).then(resolve);
      });
    });
    await Promise.race([working.then(done, done), cancelled]);
  });
}
