// Runs source on a board: connects it if necessary, shows its terminal, and asks before it stops a program.

import type { Board, RunParams } from "../generated/contract.ts";
import type * as vscode from "vscode";
import type { Listing } from "../boards/listing.ts";
import type { BoardMemory } from "../boards/memory.ts";
import type { Result, Wire } from "../sidecar/wire.ts";
import type { Targets } from "../targets/targets.ts";
import type { Runs } from "../terminal/runs.ts";
import type { Terminals } from "../terminal/terminals.ts";
import { isInside } from "../sync/localPath.ts";
import { setting } from "../settings.ts";
import { hasCode, type SidecarError } from "../sidecar/errors.ts";
import { askToStop, inTheWay } from "../ui/prompts.ts";
import type { Outcomes } from "./outcomes.ts";
import type { Source } from "./source.ts";
import { saveAll } from "../targets/projectTargets.ts";

/** What a run needs. */
export interface RunParts {
  readonly sidecar: Wire;
  readonly listing: Listing;
  readonly memory: BoardMemory;
  readonly terminals: Terminals;
  readonly runs: Runs<vscode.Uri>;
  readonly targets: Targets;
  readonly outcomes: Outcomes;
}

/** `on` is the board, if it is already chosen. */
export async function runSource(parts: RunParts, source: Source, on: string | undefined): Promise<void> {
  const board = await parts.targets.connected({ clicked: on, placeHolder: "Run on which board?" });
  if (board === undefined) return;
  const mount = mountOf(source, board);
  if (mount !== undefined && !(await saveAll(mount))) return;
  if (!(await parts.terminals.ensure(board.id))) return;
  parts.runs.ran(board.id, source.fileName, source.uri);
  const { text, fileName, firstLine, whole } = source;
  parts.outcomes.begin(board.id);
  try {
    const outcome = await request(parts, board, {
      board: board.id,
      source: text,
      fileName,
      firstLine,
      // A selection mostly uses what an earlier run has defined and imported.
      softReset: whole && setting("run.softReset"),
      fresh: whole,
      fromMount: mount !== undefined,
    });
    if (outcome !== undefined) await parts.outcomes.end(board, source, outcome);
  } finally {
    // Most programs end too quickly for the board's state to show that one was running.
    parts.listing.forget(board.id);
  }
}

/** The mounted folder to run from. */
function mountOf({ whole, uri }: Source, { mounted }: Board): string | undefined {
  return whole && uri.scheme === "file" && mounted !== null && isInside(uri.fsPath, mounted) ? mounted : undefined;
}

/** Runs. If a program is in the way, asks, unless the user has answered once and for all; undefined if it stays. */
async function request(
  parts: Pick<RunParts, "sidecar" | "memory">,
  board: Board,
  params: RunParams,
): Promise<Result<"board/run"> | undefined> {
  const stops = setting("run.whenRunning") === "interrupt" || parts.memory.alwaysStops(board.id);
  try {
    return await parts.sidecar.request("board/run", { ...params, whenRunning: stops ? "interrupt" : "fail" });
  } catch (error) {
    if (stops || !hasCode(error, "program_running", "board_silent")) throw error;
    if (!(await mayStop(parts, board, params, error))) return undefined;
    return parts.sidecar.request("board/run", { ...params, whenRunning: "interrupt" });
  }
}

async function mayStop(
  { memory }: Pick<RunParts, "memory">,
  board: Board,
  params: RunParams,
  { fault }: SidecarError,
): Promise<boolean> {
  const answer = await askToStop(board.name, inTheWay(fault, board.name), params.fileName);
  if (answer === "always") await memory.alwaysStop(board.id);
  return answer !== "cancel";
}
