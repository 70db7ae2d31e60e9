// The questions before a sync, each of which is asked only if the plan raises it.

import * as vscode from "vscode";
import type { SyncChoice, SyncDoubt, SyncPlan, SyncStep } from "../generated/contract.ts";
import { commandFor } from "../sync/opening.ts";
import type { Asking } from "../sync/decision.ts";
import { shown } from "../sync/steps.ts";
import { counted, reasonOf, shortfallText } from "../sync/words.ts";
import { confirm, someOf } from "./prompts.ts";

const NO_TRASH = "This cannot be undone: boards have no trash.";

/** What questions lead to besides an answer. */
interface Ways {
  /** Shows a plan when the user wants to decide about each of its steps. */
  readonly preview: Preview;
  /** Syncs once more, with the answer that was given beside the difference. */
  readonly again: (plan: SyncPlan, path: string, choice: SyncChoice) => Promise<void>;
}

export function syncPrompts(nameOf: (board: string) => string, ways: Ways): Asking {
  const { preview } = ways;
  return {
    goOn: (plan, doubt) => confirm(...doubtOf(doubt, nameOf(plan.board)), "Sync"),
    mayReplace: (plan, steps) => askToReplace(plan, steps, nameOf(plan.board), preview),
    mayDelete: (plan, steps, makesRoom) => askToDelete(plan, steps, makesRoom, nameOf(plan.board), preview),
    choose: (plan, conflicts) => askToChoose(plan, conflicts, nameOf(plan.board), ways),
    tellTooSmall: ({ board }, rooms, deletionsHelp) => {
      const shortfall = rooms.map((room) => shortfallText(room, room.missing)).join(" ");
      const help = deletionsHelp ? " Deleting the files that are only on the board would make room." : "";
      void tellTooSmall(`Not enough space on ${nameOf(board)}: ${shortfall}${help} Nothing was changed.`);
    },
  };
}

async function tellTooSmall(message: string): Promise<void> {
  const look = "Preview Sync";
  if ((await vscode.window.showErrorMessage(message, look)) === look)
    await vscode.commands.executeCommand("jumperwire.previewSync");
}

type Preview = (plan: SyncPlan) => Promise<void>;

/**
 * Asks about what cannot be taken back, and names all of it. What keeps it comes first, because Enter presses it.
 * Undefined if the user looks at the plan instead, or cancels.
 */
async function askToLose(
  plan: SyncPlan,
  [message, detail]: readonly [string, string],
  [keep, lose]: readonly [string, string],
  preview: Preview,
): Promise<boolean | undefined> {
  const look = "Preview…";
  const answer = await vscode.window.showWarningMessage(message, { modal: true, detail }, keep, look, lose);
  if (answer === look) await preview(plan);
  return answer === keep ? false : answer === lose ? true : undefined;
}

function askToReplace(
  plan: SyncPlan,
  steps: readonly SyncStep[],
  board: string,
  preview: Preview,
): Promise<boolean | undefined> {
  return askToLose(
    plan,
    replacedBy(steps, board),
    [steps.length === 1 ? "Keep Mine" : "Keep All of Mine", "Replace"],
    preview,
  );
}

function replacedBy(steps: readonly SyncStep[], board: string): [string, string] {
  const [first] = steps;
  if (first !== undefined && steps.length === 1)
    return [
      `Replace ${first.path} in the workspace with the one on ${board}?`,
      "It has not changed here since the last sync.",
    ];
  return [`Replace ${counted(steps.length, "file")} in the workspace with those on ${board}?`, listOf(steps)];
}

function doubtOf({ question, detail }: SyncDoubt, board: string): [string, string] {
  if (question === "otherBoard")
    return [`Sync to ${board}?`, `This project was last synced to another board: ${detail}.`];
  return [
    `Sync to ${board}?`,
    `This board was last synced from another folder: ${detail}. Its files from there may be replaced.`,
  ];
}

async function askToDelete(
  plan: SyncPlan,
  steps: readonly SyncStep[],
  makesRoom: boolean,
  board: string,
  preview: Preview,
): Promise<boolean | undefined> {
  const upload = plan.direction === "upload";
  const [first] = steps;
  const what = steps.length === 1 && first !== undefined ? shown(first) : counted(steps.length, "item");
  const [here, there] = upload ? [board, "in the workspace"] : ["the workspace", `on ${board}`];
  const message = `Delete ${what} from ${here}? ${steps.length === 1 ? "It is" : "They are"} not ${there}.`;
  const why = makesRoom ? "\n\nOtherwise there is not enough space for the new files." : "";
  const detail = `${listOf(steps)}${why}${upload ? `\n\n${NO_TRASH}` : ""}`;
  return askToLose(plan, [message, detail], [steps.length === 1 ? "Keep It" : "Keep Them", "Delete"], preview);
}

async function askToChoose(
  plan: SyncPlan,
  conflicts: readonly SyncStep[],
  board: string,
  { preview, again }: Ways,
): Promise<SyncChoice | undefined> {
  const [only] = conflicts;
  if (only === undefined) return "board";
  const one = conflicts.length === 1;
  const message = one
    ? `Keep which version of ${only.path}: yours, or the one on ${board}?`
    : `Keep which versions of these files: yours, or those on ${board}?`;
  const detail = one ? sentence(reasonOf(only)) : someOf(conflicts.map((step) => `${step.path}: ${reasonOf(step)}`));
  const [mine, theirs] =
    plan.direction === "upload" ? ["Take Mine", "Keep the Board's"] : ["Keep Mine", "Take the Board's"];
  // Comes first, because Enter presses it: looking loses nothing.
  const compare = one ? "Compare" : "Decide Each…";
  const answer = await vscode.window.showWarningMessage(message, { modal: true, detail }, compare, mine, theirs);
  if (answer === compare && !one) await preview(plan);
  if (answer === compare && one) {
    await open(plan, only, board);
    void askBeside(message, mine, theirs).then((choice) => choice && again(plan, only.path, choice));
  }
  if (answer === undefined || answer === compare) return undefined;
  return answer === mine ? "mine" : "board";
}

/** Once more, without covering the difference that the user looks at. The sync has ended: nobody waits for the answer. */
async function askBeside(message: string, mine: string, theirs: string): Promise<SyncChoice | undefined> {
  const answer = await vscode.window.showInformationMessage(message, mine, theirs);
  return answer === undefined ? undefined : answer === mine ? "mine" : "board";
}

async function open(plan: SyncPlan, step: SyncStep, board: string): Promise<void> {
  const command = await commandFor(plan, step, board);
  if (command !== undefined)
    await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
}

function listOf(steps: readonly SyncStep[]): string {
  return someOf(steps.map(shown));
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
