// Interprets the argument that VS Code passes to a command, which depends on where it was invoked.

import * as vscode from "vscode";
import { placeIn } from "../files/place.ts";

/** Returns the board of a tree node, or of the URI of a board's file. */
export function boardIn(argument: unknown): string | undefined {
  if (argument instanceof vscode.Uri) return placeIn(argument)?.board;
  if (typeof argument !== "object" || argument === null || !("board" in argument)) return undefined;
  return typeof argument.board === "string" ? argument.board : undefined;
}

export function uriIn(argument: unknown): vscode.Uri | undefined {
  return argument instanceof vscode.Uri ? argument : undefined;
}
