// Does what a project wants done after a sync.

import * as vscode from "vscode";
import type { Project } from "../generated/contract.ts";
import { resetBoard } from "./reset.ts";
import { runSource, type RunParts } from "./run.ts";
import { wholeFile } from "./source.ts";

export async function runAfter(parts: RunParts, { after }: Project, boards: readonly string[]): Promise<void> {
  if (after.kind === "nothing" || boards.length === 0) return;
  if (after.kind === "softReset") {
    await Promise.all(boards.map((board) => resetBoard(parts, board, "board/softReset")));
    return;
  }
  if (after.file === null) return;
  const source = await wholeFile(vscode.Uri.file(after.file));
  if (source !== undefined) await Promise.all(boards.map((board) => runSource(parts, source, board)));
}
