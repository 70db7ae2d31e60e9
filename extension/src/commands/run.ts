// Run Current File on Board and Run Selection on Board.

import type { Board, RunParams } from "../generated/contract.ts";
import { isInside } from "../sync/localPath.ts";
import { setting } from "../settings.ts";
import { hasCode, type SidecarError } from "../sidecar/errors.ts";
import { askToStop, inTheWay } from "../ui/prompts.ts";
import type { App, Handler } from "./app.ts";
import { boardIn, uriIn } from "./argument.ts";
import { selectedLines, wholeFile, type Source } from "./source.ts";
import { saveAll } from "./syncTargets.ts";

export const runFile: Handler = async (app, argument) => {
  const source = await wholeFile(uriIn(argument));
  if (source !== undefined) await runSource(app, source, setting("run.softReset"), boardIn(source.uri));
};

/** Never resets: what a selection uses was mostly defined by what ran before. */
export const runSelection: Handler = async (app) => {
  const lines = selectedLines();
  await runSource(app, lines, false, boardIn(lines.uri));
};

/** `on` is a board that is meant already. */
export async function runSource(app: App, source: Source, softReset: boolean, on: string | undefined): Promise<void> {
  await app.sidecar.start();
  const board = await app.targets.connected({ clicked: on, placeHolder: "Run on which board?" });
  if (board === undefined) return;
  const mount = mountOf(source, board);
  if (mount !== undefined && !(await saveAll(mount))) return;
  if (!(await app.terminals.ensure(board.id))) return;
  app.runs.ran(board.id, source.fileName, source.uri);
  const { text, fileName, firstLine } = source;
  try {
    await start(app, board, {
      board: board.id,
      source: text,
      fileName,
      firstLine,
      softReset,
      fromMount: mount !== undefined,
    });
  } finally {
    // Most programs that end have been too quick for the board's state to say that one ran.
    app.listing.forget(board.id);
  }
}

/** The mounted folder that it is run from. What a selection uses was mostly imported by what ran before. */
function mountOf({ whole, uri }: Source, { mounted }: Board): string | undefined {
  return whole && uri.scheme === "file" && mounted !== null && isInside(uri.fsPath, mounted) ? mounted : undefined;
}

/** Runs; when a program is in the way, asks unless the person has said once what to do. */
async function start(app: App, board: Board, params: RunParams): Promise<void> {
  const stops = setting("run.whenRunning") === "interrupt" || app.memory.alwaysStops(board.id);
  try {
    // The terminal has shown whatever came of it, so the result says nothing new.
    await app.sidecar.request("board/run", { ...params, whenRunning: stops ? "interrupt" : "fail" });
  } catch (error) {
    if (stops || !hasCode(error, "program_running", "board_silent")) throw error;
    if (await mayStop(app, board, params, error))
      await app.sidecar.request("board/run", { ...params, whenRunning: "interrupt" });
  }
}

async function mayStop(app: App, board: Board, params: RunParams, { fault }: SidecarError): Promise<boolean> {
  const answer = await askToStop(board.name, inTheWay(fault, board.name), params.fileName);
  if (answer === "always") await app.memory.alwaysStop(board.id);
  return answer !== "cancel";
}
