// Stop, the resets, and the REPL.

import type { BoardStore } from "../boards/store.ts";
import type { Board } from "../generated/contract.ts";
import { askToStopFor, inTheWay } from "../ui/prompts.ts";
import type { Targets } from "../targets/targets.ts";
import type { Terminals } from "../terminal/terminals.ts";
import type { Handler } from "./handler.ts";
import { resetBoard, type ResetParts } from "../running/reset.ts";
import { boardIn } from "../targets/argument.ts";

export interface ControlParts extends ResetParts {
  readonly store: BoardStore;
  readonly targets: Targets;
  readonly terminals: Terminals;
}

export const stop: Handler<ControlParts> = async ({ sidecar, store, targets }, argument) => {
  const clicked = boardIn(argument);
  const running = store.boards.filter(({ state }) => state === "running");
  // If only one program is running, that one is meant, whichever board was used last.
  const only = running.length === 1 ? running[0]?.id : undefined;
  const board = await targets.alreadyConnected({
    clicked: clicked ?? only,
    placeHolder: "Stop the program on which board?",
  });
  if (board === undefined || !(await meansIt(argument, board))) return;
  await sidecar.request("board/interrupt", { board: board.id });
};

/** A click on what only tells that something waits is not a wish to stop a program. */
async function meansIt(argument: unknown, { name, program }: Board): Promise<boolean> {
  if (typeof argument !== "object" || argument === null || !("asks" in argument)) return true;
  const fault = { code: "program_running" as const, facts: program === null ? {} : { program } };
  return askToStopFor(inTheWay(fault, name), "Sync");
}

export const softReset: Handler<ControlParts> = (parts, argument) => reset(parts, argument, "board/softReset");

export const hardReset: Handler<ControlParts> = (parts, argument) => reset(parts, argument, "board/hardReset");

async function reset(
  parts: ControlParts,
  argument: unknown,
  method: "board/softReset" | "board/hardReset",
): Promise<void> {
  const board = await parts.targets.alreadyConnected({ clicked: boardIn(argument), placeHolder: "Reset which board?" });
  if (board !== undefined) await resetBoard(parts, board.id, method);
}

export const openRepl: Handler<ControlParts> = async ({ terminals, targets }, argument) => {
  const board = await targets.connected({ clicked: boardIn(argument), placeHolder: "Open the REPL of which board?" });
  if (board !== undefined) await terminals.show(board.id, { preserveFocus: false });
};
