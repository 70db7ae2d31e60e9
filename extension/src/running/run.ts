// Runs source on a board: connects it where needed, shows its terminal, asks before it stops what runs there.

import type { Board, RunParams } from "../generated/contract.ts";
import type * as vscode from "vscode";
import type { Listing } from "../boards/listing.ts";
import type { BoardMemory } from "../boards/memory.ts";
import type { Wire } from "../sidecar/wire.ts";
import type { Targets } from "../targets/targets.ts";
import type { Runs } from "../terminal/runs.ts";
import type { Terminals } from "../terminal/terminals.ts";
import { isInside } from "../sync/localPath.ts";
import { setting } from "../settings.ts";
import { hasCode, type SidecarError } from "../sidecar/errors.ts";
import { askToStop, inTheWay } from "../ui/prompts.ts";
import type { Source } from "./source.ts";
import { saveAll } from "../targets/projectTargets.ts";

/** What a run takes. */
export interface RunParts {
  readonly sidecar: Wire;
  readonly listing: Listing;
  readonly memory: BoardMemory;
  readonly terminals: Terminals;
  readonly runs: Runs<vscode.Uri>;
  readonly targets: Targets;
}

/** `on` is a board that is meant already. */
export async function runSource(
  parts: RunParts,
  source: Source,
  softReset: boolean,
  on: string | undefined,
): Promise<void> {
  const board = await parts.targets.connected({ clicked: on, placeHolder: "Run on which board?" });
  if (board === undefined) return;
  const mount = mountOf(source, board);
  if (mount !== undefined && !(await saveAll(mount))) return;
  if (!(await parts.terminals.ensure(board.id))) return;
  parts.runs.ran(board.id, source.fileName, source.uri);
  const { text, fileName, firstLine } = source;
  try {
    await request(parts, board, {
      board: board.id,
      source: text,
      fileName,
      firstLine,
      softReset,
      fromMount: mount !== undefined,
    });
  } finally {
    // Most programs that end have been too quick for the board's state to say that one ran.
    parts.listing.forget(board.id);
  }
}

/** The mounted folder that it is run from. What a selection uses was mostly imported by what ran before. */
function mountOf({ whole, uri }: Source, { mounted }: Board): string | undefined {
  return whole && uri.scheme === "file" && mounted !== null && isInside(uri.fsPath, mounted) ? mounted : undefined;
}

/** Runs; when a program is in the way, asks unless the person has said once what to do. */
async function request(parts: Pick<RunParts, "sidecar" | "memory">, board: Board, params: RunParams): Promise<void> {
  const stops = setting("run.whenRunning") === "interrupt" || parts.memory.alwaysStops(board.id);
  try {
    // The terminal has shown whatever came of it, so the result says nothing new.
    await parts.sidecar.request("board/run", { ...params, whenRunning: stops ? "interrupt" : "fail" });
  } catch (error) {
    if (stops || !hasCode(error, "program_running", "board_silent")) throw error;
    if (await mayStop(parts, board, params, error))
      await parts.sidecar.request("board/run", { ...params, whenRunning: "interrupt" });
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
