// What a failed run leaves in the editor: an entry in Problems until the board's next run, and an offer if a module that it
// imports is in the workspace only.

import * as vscode from "vscode";
import type { Board } from "../generated/contract.ts";
import { Disposables, type Disposable } from "../lib/disposables.ts";
import type { Result } from "../sidecar/wire.ts";
import type { Runs } from "../terminal/runs.ts";
import { failureIn, isBelow, missingModule, type Failure } from "../terminal/traceback.ts";
import { offerModule } from "../ui/prompts.ts";
import type { Source } from "./source.ts";

export interface OutcomesHost {
  readonly runs: Runs<vscode.Uri>;
  /** The folder of this computer that is the board's current directory. */
  mountOn(board: string): string | undefined;
  failed(error: unknown): void;
}

/** Folders with modules of programs for this computer. */
const NOT_FOR_BOARDS = "**/{.git,.venv,venv,env,node_modules,__pycache__}/**";

export class Outcomes implements Disposable {
  readonly #owned = new Disposables();
  readonly #problems = this.#owned.add(vscode.languages.createDiagnosticCollection("jumperwire-run"));
  /** What the last run on each board left. */
  readonly #byBoard = new Map<string, readonly [vscode.Uri, vscode.Diagnostic]>();
  readonly #host: OutcomesHost;

  constructor(host: OutcomesHost) {
    this.#host = host;
  }

  /** A run begins: what the last one left is over. */
  begin(board: string): void {
    if (this.#byBoard.delete(board)) this.#draw();
  }

  /** A run has ended. */
  async end(board: Board, source: Source, outcome: Result<"board/run">): Promise<void> {
    if (outcome.kind !== "raised") return;
    const failure = failureIn(outcome.traceback);
    const found = await this.#placeOf(board.id, source, failure);
    if (found !== undefined) {
      this.#byBoard.set(board.id, [found.uri, diagnosticOf(failure.exception, found.line)]);
      this.#draw();
    }
    const module = source.whole ? missingModule(failure.exception) : undefined;
    if (module !== undefined)
      this.#offer(board, source, module).catch((error: unknown) => {
        this.#host.failed(error);
      });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #draw(): void {
    this.#problems.clear();
    // Two boards may have failed in one file.
    for (const [uri] of this.#byBoard.values()) {
      const there = [...this.#byBoard.values()].filter(([other]) => other.toString() === uri.toString());
      this.#problems.set(
        uri,
        there.map(([, diagnostic]) => diagnostic),
      );
    }
  }

  /** The innermost line that is in a file of the workspace. */
  async #placeOf(
    board: string,
    source: Source,
    { lines }: Failure,
  ): Promise<{ readonly uri: vscode.Uri; readonly line: number } | undefined> {
    for (const { file, line } of lines.toReversed()) {
      const uri = this.#host.runs.find(board, file) ?? (await this.#fileOf(board, source, file));
      if (uri !== undefined) return { uri, line };
    }
    return undefined;
  }

  /** A module lies in the mount, beside the program, or below the folder of the workspace. */
  async #fileOf(board: string, { uri }: Source, file: string): Promise<vscode.Uri | undefined> {
    const name = file.replace(/^\/+/, "");
    if (uri.scheme !== "file" || !isBelow(name)) return undefined;
    const mount = this.#host.mountOn(board);
    const folders = [
      ...(mount === undefined ? [] : [vscode.Uri.file(mount)]),
      vscode.Uri.joinPath(uri, ".."),
      ...(vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri),
    ];
    for (const folder of folders) {
      const there = vscode.Uri.joinPath(folder, name);
      if (await exists(there)) return there;
    }
    return undefined;
  }

  async #offer(board: Board, { uri, fileName }: Source, module: string): Promise<void> {
    const name = module.replaceAll(".", "/");
    const [found] = await vscode.workspace.findFiles(`**/{${name}.py,${name}/__init__.py}`, NOT_FOR_BOARDS, 1);
    if (found === undefined) return;
    const answer = await offerModule(board, fileName, module);
    if (answer === "sync") await vscode.commands.executeCommand("jumperwire.syncAndRun", uri);
    if (answer !== "mount") return;
    await vscode.commands.executeCommand("jumperwire.mountWorkspace", { board: board.id });
    if (this.#host.mountOn(board.id) !== undefined) await vscode.commands.executeCommand("jumperwire.runFile", uri);
  }
}

function diagnosticOf(exception: string, line: number): vscode.Diagnostic {
  const at = Math.max(0, line - 1);
  const diagnostic = new vscode.Diagnostic(new vscode.Range(at, 0, at, 1_000), exception);
  diagnostic.source = "MicroPython";
  return diagnostic;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
