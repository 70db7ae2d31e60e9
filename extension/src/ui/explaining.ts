// An error of any kind as its sentence, and as its line in the log. Pure.

import { UserError } from "../lib/userError.ts";
import { SidecarError, SidecarUnavailable, hasCode } from "../sidecar/errors.ts";
import { failed, problemSentence, refusalSentence, sentenceOf, type Sentence } from "./sentences.ts";

export function sentence(error: unknown): Sentence {
  if (error instanceof SidecarError) return sentenceOf(error.fault);
  if (error instanceof UserError) return refusalSentence(error);
  if (error instanceof SidecarUnavailable) return problemSentence(error.problem);
  const detail = error instanceof Error ? error.message : String(error);
  return failed(detail);
}

/** One line for what is expected to happen: its sentence. A trace is of use only where something is broken. */
export function logged(error: unknown): string {
  if (isExpected(error)) return sentence(error).message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function isExpected(error: unknown): boolean {
  if (error instanceof SidecarError) return !hasCode(error, "internal", "request_invalid", "method_unknown");
  return error instanceof UserError || error instanceof SidecarUnavailable;
}
