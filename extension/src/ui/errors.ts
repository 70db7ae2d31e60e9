// The only place that shows errors to the user.

import * as vscode from "vscode";
import type { CommandId } from "../lib/ids.ts";
import type { Log } from "../log.ts";
import { SidecarUnavailable, hasCode } from "../sidecar/errors.ts";
import { logged, sentence } from "./explaining.ts";
import type { Action, Sentence } from "./sentences.ts";

/** Commands of VS Code itself. */
type BuiltIn =
  | "vscode.open"
  | "vscode.openFolder"
  | "workbench.action.openSettings"
  | "workbench.actions.view.problems"
  | "workbench.trust.manage";

interface Offer {
  readonly title: string;
  readonly command: CommandId | BuiltIn;
  readonly argument?: string;
}

const OFFERS: Record<Action, Offer> = {
  addBoard: { title: "Add Board…", command: "jumperwire.addBoard" },
  addVirtualBoard: { title: "Add Virtual Board…", command: "jumperwire.addVirtualBoard" },
  chooseBoard: { title: "Choose Board…", command: "jumperwire.connect" },
  copyDiagnostics: { title: "Copy Diagnostics", command: "jumperwire.copyDiagnostics" },
  hardReset: { title: "Hard Reset", command: "jumperwire.hardReset" },
  manageTrust: { title: "Manage Workspace Trust", command: "workbench.trust.manage" },
  openFolder: { title: "Open Folder…", command: "vscode.openFolder" },
  installPython: { title: "Install Python", command: "vscode.open", argument: "https://www.python.org/downloads/" },
  openSettings: { title: "Settings", command: "workbench.action.openSettings", argument: "jumperwire.python" },
  showProblems: { title: "Show Problems", command: "workbench.actions.view.problems" },
  restart: { title: "Retry", command: "jumperwire.restartSidecar" },
  softReset: { title: "Soft Reset", command: "jumperwire.softReset" },
  showLog: { title: "Show Log", command: "jumperwire.showLog" },
  stop: { title: "Stop Program", command: "jumperwire.stop" },
};

export class Errors {
  readonly #log: Log;
  /** Messages about a missing sidecar that nobody has answered. */
  #unanswered = 0;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Returns the text for an error of any kind, for example for a terminal or in place of a file. */
  explain(error: unknown): string {
    return sentence(error).message;
  }

  /** Shows an error, unless the user cancelled. Does not wait for an answer. */
  show(error: unknown): void {
    if (error instanceof vscode.CancellationError || hasCode(error, "cancelled")) return;
    this.#log.error(logged(error));
    if (error instanceof SidecarUnavailable) void this.#offerUntilSolved(sentence(error));
    else void this.#offer(sentence(error));
  }

  /** The sidecar is running, so messages that it is not are no longer true. */
  async solved(): Promise<void> {
    // We cannot close VS Code's messages; this moves all of them behind the bell, where they can be read.
    if (this.#unanswered > 0) await vscode.commands.executeCommand("notifications.hideToasts");
    this.#unanswered = 0;
  }

  async #offerUntilSolved(sentence: Sentence): Promise<void> {
    this.#unanswered += 1;
    await this.#offer(sentence);
    this.#unanswered = Math.max(0, this.#unanswered - 1);
  }

  async #offer({ message, actions }: Sentence): Promise<void> {
    const offers = (actions ?? []).map((action) => OFFERS[action]);
    const chosen = await vscode.window.showErrorMessage(plain(message), ...offers);
    if (chosen === undefined) return;
    const argument = chosen.command === "vscode.open" ? vscode.Uri.parse(chosen.argument ?? "") : chosen.argument;
    await vscode.commands.executeCommand(chosen.command, argument);
  }
}

/** Notifications turn `[text](command:…)` into a link, and a board could print that. */
function plain(message: string): string {
  return message.replaceAll("](", "] (");
}
