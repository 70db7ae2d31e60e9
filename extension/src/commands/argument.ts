// Reads what VS Code hands to a command, which depends on where it was invoked.

import * as vscode from "vscode";
import { SCHEME, boardOf } from "../files/uri.ts";

/** The board of a tree node, or of a board file's URI. */
export function boardIn(argument: unknown): string | undefined {
  if (argument instanceof vscode.Uri) return argument.scheme === SCHEME ? boardOf(argument.authority) : undefined;
  if (typeof argument !== "object" || argument === null || !("board" in argument)) return undefined;
  return typeof argument.board === "string" ? argument.board : undefined;
}

export function uriIn(argument: unknown): vscode.Uri | undefined {
  return argument instanceof vscode.Uri ? argument : undefined;
}
