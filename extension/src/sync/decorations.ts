// Marks files in the explorer and the Boards view that differ between workspace and board.

import * as vscode from "vscode";
import { placeIn } from "../files/place.ts";
import { Disposables, type Disposable } from "../lib/disposables.ts";
import { markOf, type Mark } from "./marks.ts";
import type { SyncStates } from "./states.ts";

const COLORS: Record<Mark["kind"], vscode.ThemeColor> = {
  changed: new vscode.ThemeColor("charts.blue"),
  only: new vscode.ThemeColor("charts.green"),
  conflict: new vscode.ThemeColor("list.warningForeground"),
};

export class SyncDecorations implements vscode.FileDecorationProvider, Disposable {
  readonly #owned = new Disposables();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<undefined>());
  readonly #states: SyncStates;
  readonly #nameOf: (board: string) => string;

  readonly onDidChangeFileDecorations = this.#changed.event;

  constructor(states: SyncStates, nameOf: (board: string) => string) {
    this.#states = states;
    this.#nameOf = nameOf;
    this.#owned.add(
      states.onDidChange(() => {
        this.#changed.fire(undefined);
      }),
    );
    this.#owned.add(vscode.window.registerFileDecorationProvider(this));
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const mark = this.#markOf(uri);
    return mark === undefined ? undefined : new vscode.FileDecoration(mark.badge, mark.tooltip, COLORS[mark.kind]);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #markOf(uri: vscode.Uri): Mark | undefined {
    if (uri.scheme === "file") return markOf(this.#states.here(uri.fsPath), "here", this.#nameOf);
    const place = placeIn(uri);
    const state = place === undefined ? undefined : this.#states.there(place.board, place.path);
    return place === undefined || state === undefined
      ? undefined
      : markOf([{ board: place.board, state }], "there", this.#nameOf);
  }
}
