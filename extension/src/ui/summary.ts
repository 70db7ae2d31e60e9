// Shows the result of the last sync in the status bar for a moment, or until the next one begins.

import * as vscode from "vscode";
import type { Disposable } from "../lib/disposables.ts";

const SHOWN_MS = 8_000;

export class Summary implements Disposable {
  #shown: Disposable | undefined;

  show(text: string): void {
    this.clear();
    this.#shown = vscode.window.setStatusBarMessage(`$(check) ${text}`, SHOWN_MS);
  }

  clear(): void {
    this.#shown?.dispose();
    this.#shown = undefined;
  }

  dispose(): void {
    this.clear();
  }
}
