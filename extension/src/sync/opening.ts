// What opens for a step of a plan: a diff if both sides have a file.

import { access } from "node:fs/promises";
import * as vscode from "vscode";
import { uriOf } from "../files/place.ts";
import type { SyncPlan, SyncStep } from "../generated/contract.ts";
import { nameOf } from "../lib/boardPath.ts";
import { sidesOf } from "./sides.ts";

/** Undefined if neither side can be shown, as for a folder. */
export async function commandFor(
  { board, direction }: SyncPlan,
  step: SyncStep,
  boardName: string,
): Promise<vscode.Command | undefined> {
  // A step also names the place where a file would be on this computer.
  const local = step.local !== null && (await isThere(step.local)) ? step.local : null;
  const sides = sidesOf({ ...step, local }, direction);
  if (sides === "none") return undefined;
  const there = uriOf(board, step.path);
  const here = vscode.Uri.file(step.local ?? "");
  if (sides === "both")
    return diffCommand(direction === "upload" ? [there, here] : [here, there], step.path, boardName, direction);
  return { command: "vscode.open", title: "Open", arguments: [sides === "here" ? here : there] };
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** What is replaced is on the left; what replaces it is on the right. */
function diffCommand(
  sides: readonly [vscode.Uri, vscode.Uri],
  path: string,
  boardName: string,
  direction: SyncPlan["direction"],
): vscode.Command {
  const words = direction === "upload" ? `${boardName} ↔ workspace` : `workspace ↔ ${boardName}`;
  return { command: "vscode.diff", title: "Compare", arguments: [...sides, `${nameOf(path)} (${words})`] };
}

export async function compareFiles(board: string, path: string, local: vscode.Uri, boardName: string): Promise<void> {
  const { command, arguments: args = [] } = diffCommand([uriOf(board, path), local], path, boardName, "upload");
  await vscode.commands.executeCommand(command, ...(args as unknown[]));
}
