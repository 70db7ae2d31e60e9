// Shows progress only when something takes long, with a way to cancel it.

import * as vscode from "vscode";
import type { Step } from "../lib/step.ts";
import { sleep, within } from "../lib/time.ts";

/** Most connections are made before this time; a notification that only flashes says nothing. */
const PATIENCE_MS = 800;

type Work<T> = (token: vscode.CancellationToken, report: (step: Step) => void) => Promise<T>;

export async function withPatience<T>(title: string, work: Work<T>): Promise<T> {
  const cancel = new vscode.CancellationTokenSource();
  const steps = new Steps();
  const working = work(cancel.token, (step) => {
    steps.take(step);
  });
  try {
    const quick = await within(PATIENCE_MS, working.then(done, done), undefined);
    if (quick === undefined) await showing(title, working, cancel, steps);
    return await working;
  } finally {
    cancel.dispose();
  }
}

/** Keeps the last step for a notification that is not shown yet; VS Code wants the difference from the one before. */
class Steps {
  #progress: vscode.Progress<{ message: string; increment: number }> | undefined;
  #last: Step | undefined;
  #shown = 0;

  take(step: Step): void {
    this.#last = step;
    this.#progress?.report({ message: step.message, increment: step.percent - this.#shown });
    if (this.#progress !== undefined) this.#shown = step.percent;
  }

  showOn(progress: vscode.Progress<{ message: string; increment: number }>): void {
    this.#progress = progress;
    if (this.#last !== undefined) this.take(this.#last);
  }
}

function done(): true {
  return true;
}

async function showing(
  title: string,
  working: Promise<unknown>,
  cancel: vscode.CancellationTokenSource,
  steps: Steps,
): Promise<void> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  await vscode.window.withProgress(options, async (progress, token) => {
    steps.showOn(progress);
    const cancelled = new Promise<void>((resolve) => {
      token.onCancellationRequested(() => {
        cancel.cancel();
        // Gives a cancelled operation a moment to clean up before the notification disappears.
        void sleep(PATIENCE_MS).then(resolve);
      });
    });
    await Promise.race([working.then(done, done), cancelled]);
  });
}
