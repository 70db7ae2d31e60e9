// The progress of a transfer in words. Pure.

import type { ProgressParams } from "../generated/contract.ts";
import { sizeOf } from "../lib/size.ts";
import type { Step } from "../lib/step.ts";

/** Before this time, a rate would be a guess. */
const SETTLING_MS = 1_000;

/** "/lib/foo.py – 3 of 12 files, 45 KiB of 120 KiB, 11 KiB/s" */
export function stepOf({ path, files, filesDone, size, sizeDone }: ProgressParams, elapsedMs: number): Step {
  const count = files > 1 ? `${String(Math.min(filesDone + 1, files))} of ${String(files)} files` : "";
  const rate = elapsedMs >= SETTLING_MS && sizeDone > 0 ? `${sizeOf(Math.round((sizeDone * 1000) / elapsedMs))}/s` : "";
  const amounts = [count, `${sizeOf(sizeDone)} of ${sizeOf(size)}`, rate].filter((text) => text !== "").join(", ");
  return { message: path === "" ? amounts : `${path} – ${amounts}`, percent: size === 0 ? 0 : (100 * sizeDone) / size };
}
