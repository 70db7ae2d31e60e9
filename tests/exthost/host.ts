// What the suites share: the extension's parts, and waiting for what it shows.

import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Parts } from "../../extension/src/extension.ts";
import type { Board, SessionState } from "../../extension/src/generated/contract.ts";

export const DEMO = "virtual:demo";

export async function theApp(): Promise<Parts> {
  const extension = vscode.extensions.getExtension<Parts | undefined>("jumperwire.jumperwire");
  assert.ok(extension !== undefined, "the extension is not there");
  const app = await extension.activate();
  assert.ok(app !== undefined, "the extension host is not in test mode");
  return app;
}

/** Looks again and again until `look` gives something; for what has no event to wait for. */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  ms = 20_000,
): Promise<T> {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`not within ${String(ms)} ms: ${what}`);
}

export function becomes(app: Parts, id: string, ...states: readonly SessionState[]): Promise<Board> {
  return eventually(`${id} is ${states.join(" or ")}`, () =>
    app.store.boards.find((board) => board.id === id && states.includes(board.state)),
  );
}

/** Collects what a board says from now on. */
export class Listener implements vscode.Disposable {
  text = "";
  readonly #registration: { dispose(): unknown };

  constructor(app: Parts, board = DEMO) {
    this.#registration = app.sidecar.on("repl/didOutput", (output) => {
      if (output.board === board) this.text += output.data;
    });
  }

  hears(pattern: RegExp): Promise<string> {
    return eventually(`${String(pattern)} in ${JSON.stringify(this.text)}`, () =>
      pattern.test(this.text) ? this.text : undefined,
    );
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

/** An untitled Python document in the active editor, saved nowhere. */
export async function untitled(content: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language: "python", content });
  await vscode.window.showTextDocument(document);
  return document;
}
