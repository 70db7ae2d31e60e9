// Makes `File "main.py", line 3` in a REPL terminal a link to that line.

import * as vscode from "vscode";
import type { Runs } from "./runs.ts";
import { STDIN } from "./runs.ts";
import { boardPathOf, globOf, isBelow, sourceLines, type SourceLine } from "./traceback.ts";

class SourceLink extends vscode.TerminalLink {
  readonly board: string;
  readonly source: SourceLine;

  constructor(board: string, source: SourceLine) {
    super(source.start, source.length, "Open this line");
    this.board = board;
    this.source = source;
  }
}

export interface LinkContext {
  boardOf(terminal: vscode.Terminal): string | undefined;
  uriOf(board: string, path: string): vscode.Uri;
  /** The folder of this computer that is the board's current directory. */
  mountOn(board: string): string | undefined;
  readonly runs: Runs<vscode.Uri>;
}

export class TracebackLinks implements vscode.TerminalLinkProvider<SourceLink> {
  readonly #context: LinkContext;

  constructor(context: LinkContext) {
    this.#context = context;
  }

  provideTerminalLinks({ line: text, terminal }: vscode.TerminalLinkContext): SourceLink[] {
    const board = this.#context.boardOf(terminal);
    if (board === undefined) return [];
    const linked = sourceLines(text).filter(
      ({ file }) => file !== STDIN || this.#context.runs.find(board, file) !== undefined,
    );
    return linked.map((source) => new SourceLink(board, source));
  }

  async handleTerminalLink({ board, source: { file, line } }: SourceLink): Promise<void> {
    const at = new vscode.Position(Math.max(0, line - 1), 0);
    const selection = new vscode.Range(at, at);
    // Otherwise, a file that was not run from here is one on the board: a workspace file of that name may differ.
    const uri =
      this.#context.runs.find(board, file) ??
      (await this.#mounted(board, file)) ??
      this.#context.uriOf(board, boardPathOf(file));
    try {
      await vscode.window.showTextDocument(uri, { selection });
    } catch {
      await this.#openFromWorkspace(file, selection);
    }
  }

  /** With a mount, relative names start there. A file that is missing there may be in the firmware. */
  async #mounted(board: string, file: string): Promise<vscode.Uri | undefined> {
    const folder = this.#context.mountOn(board);
    if (folder === undefined || !isBelow(file)) return undefined;
    const uri = vscode.Uri.joinPath(vscode.Uri.file(folder), file);
    return vscode.workspace.fs.stat(uri).then(
      () => uri,
      () => undefined,
    );
  }

  /** Frozen modules are not files on the board, but their sources may be in the workspace. */
  async #openFromWorkspace(file: string, selection: vscode.Range): Promise<void> {
    // In all folders of the workspace. What a board prints is a name, and no pattern.
    const [found] = await vscode.workspace.findFiles(`**/${globOf(file)}`, undefined, 1);
    if (found !== undefined) await vscode.window.showTextDocument(found, { selection });
    else void vscode.window.showInformationMessage(`"${file}" is neither on the board nor in the workspace.`);
  }
}
