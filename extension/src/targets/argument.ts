// Interprets the argument that VS Code passes to a command, which depends on where it was invoked.

import * as vscode from "vscode";
import { placeIn, uriOf } from "../files/place.ts";

/** Returns the board of a tree node, or of the URI of a board's file. */
export function boardIn(argument: unknown): string | undefined {
  if (argument instanceof vscode.Uri) return placeIn(argument)?.board;
  if (typeof argument !== "object" || argument === null || !("board" in argument)) return undefined;
  return typeof argument.board === "string" ? argument.board : undefined;
}

/** Returns the URI, or that of a tree node that is a file or folder of a board. */
export function uriIn(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  const board = boardIn(argument);
  return board === undefined ? undefined : fileOf(board, argument);
}

function fileOf(board: string, node: unknown): vscode.Uri | undefined {
  if (typeof node !== "object" || node === null || !("entry" in node)) return undefined;
  const { entry } = node;
  if (typeof entry !== "object" || entry === null || !("path" in entry)) return undefined;
  return typeof entry.path === "string" ? uriOf(board, entry.path) : undefined;
}
