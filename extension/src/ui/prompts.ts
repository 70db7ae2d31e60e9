// The questions that users are asked.

import * as vscode from "vscode";
import type { Explain } from "../boards/board.ts";
import { descriptionOf, lookOf } from "../boards/items.ts";
import type { Verb } from "../files/conversation.ts";
import type { Board, Fault } from "../generated/contract.ts";

interface BoardPick extends vscode.QuickPickItem {
  readonly board?: Board;
  readonly extra?: string;
}

export type Picked = { readonly kind: "board"; readonly board: Board } | { readonly kind: "add" } | undefined;

/** Asks for a board, and always offers to add one. */
export async function pickBoard(boards: readonly Board[], explain: Explain, placeHolder: string): Promise<Picked> {
  const picks: BoardPick[] = boards.map((board) => ({
    label: `$(${lookOf(board).icon}) ${board.name}`,
    description: board.address === board.name ? "" : board.address,
    detail: descriptionOf(board, explain),
    board,
  }));
  const separator: BoardPick = { label: "", kind: vscode.QuickPickItemKind.Separator };
  picks.push(separator, {
    label: "$(add) Add Board…",
    description: "an address, or a new virtual board",
    extra: "add",
  });
  const picked = await vscode.window.showQuickPick(picks, { placeHolder, matchOnDescription: true });
  if (picked?.board !== undefined) return { kind: "board", board: picked.board };
  return picked?.extra === "add" ? { kind: "add" } : undefined;
}

/** Describes what is in the way: a program, or a silence that may be one. */
export function inTheWay({ code, facts }: Fault, board: string): string {
  if (code === "board_silent") return `${board} does not answer. A program that prints nothing may be running.`;
  const program = facts["program"] ?? "";
  return `${program === "" ? "A program" : program} is running on ${board}.`;
}

export type WhenRunningAnswer = "once" | "always" | "cancel";

interface StopItem extends vscode.MessageItem {
  readonly answer: WhenRunningAnswer;
}

export async function askToStop(board: string, message: string, next: string): Promise<WhenRunningAnswer> {
  const once: StopItem = { title: "Stop and Run", answer: "once" };
  const always: StopItem = { title: "Always Stop", answer: "always" };
  const detail = `Stop it and run ${next} instead? "Always Stop" remembers this answer for ${board}.`;
  const chosen = await vscode.window.showWarningMessage(message, { modal: true, detail }, once, always);
  return chosen?.answer ?? "cancel";
}

/** Does not block other work: the user may want to look at the program before saving. */
export async function askToStopFor(what: string, verb: Verb): Promise<boolean> {
  const stop = `Stop and ${verb}`;
  const message = `${what} Stop it and ${verb.toLowerCase()}?`;
  return (await vscode.window.showWarningMessage(message, stop, "Cancel")) === stop;
}

/** For a program that imports what is in the workspace only. */
export async function offerModule(
  { name, mounted }: Board,
  program: string,
  module: string,
): Promise<"sync" | "mount" | undefined> {
  const [sync, mount] = ["Sync and Run", "Mount and Run"];
  const chosen = await vscode.window.showWarningMessage(
    `${program} imports ${module}, which is in the workspace but not on ${name}.`,
    sync,
    ...(mounted === null ? [mount] : []),
  );
  return chosen === sync ? "sync" : chosen === undefined ? undefined : "mount";
}

export async function confirm(message: string, detail: string, action: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, action)) === action;
}

/** For what cannot be taken back. Comes first what keeps everything, because Enter presses it. */
export async function confirmLoss(message: string, detail: string, action: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, "Keep", action)) === action;
}

/** The number of names that a question lists. */
const MOST_NAMES = 10;

/** Returns one name per line, for the detail of a question. */
export function someOf(names: readonly string[]): string {
  const more = names.length > MOST_NAMES ? [`and ${String(names.length - MOST_NAMES)} more`] : [];
  return [...names.slice(0, MOST_NAMES), ...more].join("\n");
}

/** Asks once for all of them; `where` begins with "in" or "on". */
export async function askToReplace(names: readonly string[], where: string): Promise<boolean> {
  const [only = ""] = names;
  const effect = "Whatever has the same name there will be replaced.";
  if (names.length === 1) return confirmLoss(`${only} already exists ${where}. Replace it?`, effect, "Replace");
  return confirmLoss(
    `${String(names.length)} of these already exist ${where}. Replace them?`,
    `${someOf(names)}\n\n${effect}`,
    "Replace All",
  );
}
