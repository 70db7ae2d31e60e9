// Closes editors of files that are gone.

import * as vscode from "vscode";
import { placeIn } from "../files/place.ts";
import type { Place } from "../files/operations.ts";
import { isWithin } from "../lib/boardPath.ts";

/** Editors with changes stay open: what the user typed is not thrown away with the file. */
export async function closeTabs({ board, path }: Place): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const gone = tabs.filter(({ input, isDirty }) => {
    const place = !isDirty && hasUri(input) ? placeIn(input.uri) : undefined;
    return place?.board === board && isWithin(place.path, path);
  });
  await vscode.window.tabGroups.close(gone);
}

function hasUri(input: unknown): input is { readonly uri: vscode.Uri } {
  return typeof input === "object" && input !== null && "uri" in input && input.uri instanceof vscode.Uri;
}
