// What a run sends: the text, its name in tracebacks, and where it came from.

import * as vscode from "vscode";
import { UserError } from "../lib/userError.ts";
import { dedent } from "./dedent.ts";

export interface Source {
  readonly uri: vscode.Uri;
  readonly text: string;
  readonly fileName: string;
  readonly firstLine: number;
  /** Whether it is the whole file. */
  readonly whole: boolean;
}

/** Returns a whole file after saving it; undefined if that failed and VS Code has said why. */
export async function wholeFile(uri: vscode.Uri | undefined): Promise<Source | undefined> {
  const document =
    uri === undefined ? vscode.window.activeTextEditor?.document : await vscode.workspace.openTextDocument(uri);
  if (document === undefined) throw new UserError("nothingToRun", {});
  if (!(await saved(document))) return undefined;
  return { uri: document.uri, text: document.getText(), fileName: nameOf(document.uri), firstLine: 1, whole: true };
}

/** Returns the selected lines, or the cursor's line, without saving: what runs is what is seen. */
export function selectedLines(): Source {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) throw new UserError("noSelection", {});
  const { document, selection } = editor;
  const range = wholeStart(document, selection.isEmpty ? document.lineAt(selection.active).range : selection);
  const text = dedent(document.getText(range));
  return { uri: document.uri, text, fileName: nameOf(document.uri), firstLine: range.start.line + 1, whole: false };
}

/** Includes the indentation before a selection, since the next lines would otherwise be indented more. */
function wholeStart(document: vscode.TextDocument, range: vscode.Range): vscode.Range {
  const line = document.lineAt(range.start.line);
  const inIndent = range.start.character <= line.firstNonWhitespaceCharacterIndex;
  return inIndent ? new vscode.Range(line.range.start, range.end) : range;
}

async function saved(document: vscode.TextDocument): Promise<boolean> {
  if (!document.isDirty || document.isUntitled) return true;
  return document.save();
}

/** Returns a path relative to the workspace if possible, as a person would write it. */
function nameOf(uri: vscode.Uri): string {
  if (uri.scheme !== "file" && uri.scheme !== "vscode-remote") return uri.path.replace(/^\/+/, "");
  const inside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  return inside ? vscode.workspace.asRelativePath(uri) : (uri.path.split("/").at(-1) ?? uri.path);
}
