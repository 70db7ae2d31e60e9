// Brings files and folders from anywhere to a folder of a board, for uploads and drops.

import * as path from "node:path";
import * as vscode from "vscode";
import { UserError } from "../lib/userError.ts";
import type { Listing } from "../boards/listing.ts";
import type { BoardStore } from "../boards/store.ts";
import { namesIn, planFor, type Plan, type Source } from "../files/arrivals.ts";
import type { FileOperations, Place } from "../files/operations.ts";
import { placeIn } from "../files/place.ts";
import type { Transfer, TransferResult } from "../generated/contract.ts";
import { nameOf } from "../lib/boardPath.ts";
import { sizeOf } from "../lib/size.ts";
import { inTemporaryFolder } from "../lib/temporary.ts";
import { refusalSentence } from "../ui/sentences.ts";
import { askToReplace } from "../ui/prompts.ts";
import { boardName, whereOf } from "../targets/items.ts";
import { moveAll } from "./moves.ts";

const SHOWN_MS = 5_000;

/** What bringing files to boards needs. */
export interface ArrivalParts {
  readonly store: BoardStore;
  readonly listing: Listing;
  readonly files: FileOperations;
}

interface Found extends Source {
  readonly uri: vscode.Uri;
}

export async function bringIn(parts: ArrivalParts, uris: readonly vscode.Uri[], folder: Place): Promise<void> {
  const sources = uris.map((uri): Found => ({ uri, name: nameOf(uri.path), place: placeIn(uri) }));
  const plan = planFor(sources, folder);
  if (plan instanceof UserError) {
    void vscode.window.showWarningMessage(refusalSentence(plan).message);
    return;
  }
  if (!(await mayReplace(parts, namesIn(plan), folder))) return;
  if (plan.moves.length > 0) await moveAll(parts, plan.moves, true);
  for (const copies of plan.copies) await parts.files.copyBetween(copies);
  if (plan.uploads.length > 0)
    tell("Uploaded", await uploadAll(parts, plan.uploads, folder.board), `to ${boardName(parts, folder.board)}`);
}

async function mayReplace(parts: ArrivalParts, names: readonly string[], folder: Place): Promise<boolean> {
  const there = new Set((await parts.listing.entries(folder.board, folder.path)).map(({ name }) => name));
  const clashes = names.filter((name) => there.has(name));
  return clashes.length === 0 || askToReplace(clashes, whereOf(parts, folder));
}

function uploadAll(
  { files }: Pick<ArrivalParts, "files">,
  uploads: Plan<Found>["uploads"],
  board: string,
): Promise<TransferResult> {
  return inTemporaryFolder(async (folder) => {
    const items: Transfer[] = [];
    for (const [index, { source, remote }] of uploads.entries())
      items.push({ local: await localOf(source.uri, path.join(folder, String(index))), remote });
    return files.upload(board, items);
  });
}

/** The sidecar reads files of this computer; files from elsewhere are first copied to it. */
async function localOf(uri: vscode.Uri, temporary: string): Promise<string> {
  if (uri.scheme === "file") return uri.fsPath;
  await vscode.workspace.fs.copy(uri, vscode.Uri.file(temporary));
  return temporary;
}

/** Shows the result in the status bar for a moment, since it needs no answer. */
export function tell(what: string, { files, unchanged, size, durationMs }: TransferResult, where: string): void {
  const same = unchanged === 0 ? "" : ` (${String(unchanged)} unchanged)`;
  const count = `${String(files)} file${files === 1 ? "" : "s"}${same}`;
  vscode.window.setStatusBarMessage(
    `${what} ${count}, ${sizeOf(size)} ${where} in ${durationOf(durationMs)}`,
    SHOWN_MS,
  );
}

function durationOf(ms: number): string {
  return ms < 1000 ? `${String(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
