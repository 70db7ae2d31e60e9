// The status bar item: the board that commands would use, its state, and a menu on click.

import * as vscode from "vscode";
import type { Explain } from "../boards/board.ts";
import { activityOf, lookOf, tooltipOf } from "../boards/items.ts";
import { statusLabel } from "../boards/labels.ts";
import type { BoardStore } from "../boards/store.ts";
import type { Board } from "../generated/contract.ts";
import { Disposables, type Disposable } from "../lib/disposables.ts";
import type { Event } from "../lib/emitter.ts";
import type { SidecarState } from "../sidecar/sidecar.ts";
import { problemSentence } from "./sentences.ts";

interface Lives {
  readonly state: SidecarState;
  readonly onDidChangeState: Event<SidecarState>;
}

export class StatusBar implements Disposable {
  readonly #owned = new Disposables();
  readonly #item = this.#owned.add(
    vscode.window.createStatusBarItem("jumperwire.board", vscode.StatusBarAlignment.Left, 10),
  );
  readonly #store: BoardStore;
  readonly #sidecar: Lives;
  readonly #explain: Explain;
  readonly #current: () => Board | undefined;

  /** `current` is the board that a command would use without asking. */
  constructor(store: BoardStore, sidecar: Lives, explain: Explain, current: () => Board | undefined) {
    this.#store = store;
    this.#sidecar = sidecar;
    this.#explain = explain;
    this.#current = current;
    this.#item.name = "MicroPython Board";
    this.#item.command = "jumperwire.showMenu";
    const update = (): void => {
      this.update();
    };
    this.#owned.add(store.onDidChange(update));
    this.#owned.add(sidecar.onDidChangeState(update));
    this.#owned.add(vscode.window.onDidChangeActiveTerminal(update));
    this.update();
  }

  update(): void {
    const { state } = this.#sidecar;
    if (state.kind === "failed") this.#problem(problemSentence(state.problem).message);
    else if (state.kind === "running") this.#board(this.#current());
    else if (state.kind === "starting")
      this.#say("$(sync~spin) MicroPython", "Starting Jumperwire…", "MicroPython: Starting Jumperwire…");
    else this.#item.hide();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #problem(message: string): void {
    this.#say("$(error) MicroPython", message, `MicroPython: ${message}`);
    this.#item.backgroundColor = new vscode.ThemeColor("statusBarItem.errorBackground");
  }

  #board(board: Board | undefined): void {
    if (board === undefined) {
      const some = this.#store.boards.length > 0;
      const what = some ? "Choose a board" : "No board found";
      this.#say("$(circuit-board) MicroPython", what, `MicroPython: ${what}`);
      return;
    }
    const text = `$(${iconOf(board)}) ${board.name}: ${activityOf(board)}`;
    this.#say(text, new vscode.MarkdownString(tooltipOf(board, this.#explain)), statusLabel(board));
    if (board.state === "lost") this.#item.backgroundColor = new vscode.ThemeColor("statusBarItem.warningBackground");
  }

  #say(text: string, tooltip: string | vscode.MarkdownString, label: string): void {
    this.#item.text = text;
    this.#item.tooltip = tooltip;
    // Otherwise the tooltip is read out, with the bars and dashes of its table.
    this.#item.accessibilityInformation = { label };
    this.#item.backgroundColor = undefined;
    this.#item.show();
  }
}

/** In the status bar, a board is recognized by its icon, except while something moves or is wrong. */
function iconOf(board: Board): string {
  const { icon } = lookOf(board);
  return icon.endsWith("~spin") || icon === "error" || icon === "warning" || icon === "play-circle"
    ? icon
    : "circuit-board";
}
