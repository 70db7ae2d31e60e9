// Converts the place of a file or folder on a board to a URI, and back.

import * as vscode from "vscode";
import type { Place } from "./operations.ts";
import { SCHEME, authorityOf, boardOf } from "./uri.ts";

export function uriOf(board: string, path: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, authority: authorityOf(board), path });
}

/** Undefined for URIs that are not on a board. */
export function placeIn(uri: vscode.Uri): Place | undefined {
  const board = uri.scheme === SCHEME ? boardOf(uri.authority) : undefined;
  return board === undefined ? undefined : { board, path: uri.path === "" ? "/" : uri.path };
}
