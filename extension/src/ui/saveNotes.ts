// Shows in the status bar that a folder is watched, and that saved files are waiting for a board.

import * as vscode from "vscode";
import { activityOf } from "../boards/items.ts";
import { spoken } from "../boards/labels.ts";
import type { Board } from "../generated/contract.ts";
import { Disposables, type Disposable } from "../lib/disposables.ts";
import { lastName } from "../sync/localPath.ts";
import { counted } from "../sync/words.ts";

export class SaveNotes implements Disposable {
  readonly #owned = new Disposables();
  readonly #waiting = this.#owned.add(
    vscode.window.createStatusBarItem("jumperwire.waiting", vscode.StatusBarAlignment.Left, 8),
  );
  readonly #watched = this.#owned.add(
    vscode.window.createStatusBarItem("jumperwire.watched", vscode.StatusBarAlignment.Left, 9),
  );

  constructor() {
    this.#waiting.name = "Files Waiting for a Board";
    this.#watched.name = "Watched Folder";
    this.#watched.command = "jumperwire.watch";
  }

  waiting(counts: readonly { readonly board: Board; readonly count: number }[]): void {
    const [first] = counts;
    if (first === undefined) {
      this.#waiting.hide();
      return;
    }
    const total = counts.reduce((sum, { count }) => sum + count, 0);
    this.#waiting.text = `$(clock) ${counted(total, "file")} waiting for ${counts.length === 1 ? first.board.name : counted(counts.length, "board")}`;
    this.#waiting.tooltip = counts.map(({ board }) => tooltipOf(board)).join("\n");
    this.#waiting.accessibilityInformation = { label: spoken(this.#waiting.text) };
    const running = counts.find(({ board }) => board.state === "running")?.board;
    this.#waiting.command =
      running === undefined
        ? undefined
        : { command: "jumperwire.stop", title: "Stop Program", arguments: [{ board: running.id, asks: true }] };
    this.#waiting.show();
  }

  watched(folders: ReadonlySet<string>): void {
    const names = [...folders].map(lastName);
    this.#watched.text = `$(eye) Watching ${names.join(", ")}`;
    this.#watched.accessibilityInformation = { label: spoken(this.#watched.text) };
    this.#watched.tooltip = "Changes are synced to the board. Click to stop watching.";
    if (names.length === 0) this.#watched.hide();
    else this.#watched.show();
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function tooltipOf(board: Board): string {
  const when =
    board.state === "running" ? "when the program ends. Click to stop the program" : "when the board is ready";
  return `${board.name}: ${activityOf(board)}. Saved files are sent ${when}.`;
}
