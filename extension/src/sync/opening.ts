// What opens when a person wants to look at a step of a plan: a diff where both sides have a file.

import * as vscode from "vscode";
import { uriOf } from "../files/place.ts";
import type { SyncPlan, SyncStep } from "../generated/contract.ts";
import { nameOf } from "../lib/boardPath.ts";

/** Undefined for what neither side can show, such as a folder. */
export function commandFor({ board, direction }: SyncPlan, step: SyncStep, boardName: string): vscode.Command | undefined {
  const sides = sidesOf(step);
  if (step.folder || sides === "none") return undefined;
  const there = uriOf(board, step.path);
  const here = vscode.Uri.file(step.local ?? "");
  if (sides === "both") return diffCommand(direction === "upload" ? [there, here] : [here, there], step.path, boardName, direction);
  return { command: "vscode.open", title: "Open", arguments: [sides === "here" ? here : there] };
}

/** What is replaced is on the left, what replaces it on the right. */
function diffCommand(sides: readonly [vscode.Uri, vscode.Uri], path: string, boardName: string, direction: SyncPlan["direction"]): vscode.Command {
  const words = direction === "upload" ? `${boardName} ↔ workspace` : `workspace ↔ ${boardName}`;
  return { command: "vscode.diff", title: "Compare", arguments: [...sides, `${nameOf(path)} (${words})`] };
}

export async function compareFiles(board: string, path: string, local: vscode.Uri, boardName: string): Promise<void> {
  const { command, arguments: args = [] } = diffCommand([uriOf(board, path), local], path, boardName, "upload");
  await vscode.commands.executeCommand(command, ...(args as unknown[]));
}

/** What mpy-cross made cannot be compared with its source. */
function sidesOf({ local, reason, compiled, oldSize, action }: SyncStep): "both" | "here" | "there" | "none" {
  if (compiled) return local === null ? "none" : "here";
  const there = reason !== "onlyHere" && reason !== "deletedThere" && (oldSize !== null || action !== "create" || reason === "onlyThere");
  if (local === null) return "there";
  if (reason === "onlyThere" || reason === "deletedHere" || reason === "twin") return "there";
  return there && action !== "ignored" ? "both" : "here";
}
