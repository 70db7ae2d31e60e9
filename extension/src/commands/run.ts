// Run Current File on Board and Run Selection on Board.

import { runSource, type RunParts } from "../running/run.ts";
import { selectedLines, wholeFile } from "../running/source.ts";
import { boardIn, uriIn } from "../targets/argument.ts";

export async function runFile(parts: RunParts, argument: unknown): Promise<void> {
  const source = await wholeFile(uriIn(argument));
  if (source !== undefined) await runSource(parts, source, boardIn(source.uri));
}

export async function runSelection(parts: RunParts): Promise<void> {
  const lines = selectedLines();
  await runSource(parts, lines, boardIn(lines.uri));
}
