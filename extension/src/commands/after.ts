// What a project wants done after a sync.

import * as vscode from "vscode";
import type { Project } from "../generated/contract.ts";
import type { App } from "./app.ts";
import { resetBoard } from "./control.ts";
import { runSource } from "./run.ts";
import { wholeFile } from "./source.ts";

export async function runAfter(app: App, { after }: Project, boards: readonly string[]): Promise<void> {
  if (after.kind === "nothing" || boards.length === 0) return;
  if (after.kind === "softReset") {
    await Promise.all(boards.map((board) => resetBoard(app, board, "board/softReset")));
    return;
  }
  if (after.file === null) return;
  const source = await wholeFile(vscode.Uri.file(after.file));
  if (source !== undefined) await Promise.all(boards.map((board) => runSource(app, source, false, board)));
}
