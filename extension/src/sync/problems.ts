// Errors of a sync that have a line: shown in the file until a plan succeeds.

import * as path from "node:path";
import * as vscode from "vscode";
import { Disposables, type Disposable } from "../lib/disposables.ts";
import { hasCode } from "../sidecar/errors.ts";
import { PROJECT_FILE, type Projects } from "./projects.ts";
import type { Failed, Syncs } from "./syncs.ts";

export class SyncProblems implements Disposable {
  readonly #owned = new Disposables();
  readonly #collection = this.#owned.add(vscode.languages.createDiagnosticCollection("jumperwire"));
  /** The files with errors, by the project's folder. */
  readonly #files = new Map<string, vscode.Uri>();

  constructor(syncs: Syncs, projects: Projects) {
    this.#owned.add(
      projects.onDidRead(({ folder, error }) => {
        if (error !== undefined) this.take({ folder, error });
        else if (this.#files.get(folder)?.path.endsWith(`/${PROJECT_FILE}`) === true) this.#clear(folder);
      }),
    );
    this.#owned.add(
      syncs.onDidFail((failed) => {
        this.take(failed);
      }),
    );
    this.#owned.add(
      syncs.onDidPlan(({ folder }) => {
        this.#clear(folder);
      }),
    );
    this.#owned.add(
      syncs.onDidPush(({ folder }) => {
        this.#clear(folder);
      }),
    );
  }

  take({ folder, error }: Failed): void {
    if (!hasCode(error, "compile_failed", "project_invalid")) return;
    const { path: name = PROJECT_FILE, line = "1", cause, reason } = error.fault.facts;
    const at = Math.max(0, Number.parseInt(line, 10) - 1 || 0);
    const uri = vscode.Uri.file(path.resolve(folder, name));
    const diagnostic = new vscode.Diagnostic(new vscode.Range(at, 0, at, 1_000), cause ?? reason ?? "");
    diagnostic.source = error.code === "compile_failed" ? "mpy-cross" : "Jumperwire";
    this.#clear(folder);
    this.#files.set(folder, uri);
    this.#collection.set(uri, [diagnostic]);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #clear(folder: string): void {
    const uri = this.#files.get(folder);
    if (uri !== undefined) this.#collection.delete(uri);
    this.#files.delete(folder);
  }
}
