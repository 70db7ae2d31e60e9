// What is written to a REPL terminal. Pure: from board output and our own lines to terminal text.

import { Tracebacks } from "./redTraceback.ts";

// Grey, not "dim": the editor keeps colours readable on its themes, but dim text only half as much.
const GREY = "\x1b[90m";
const NORMAL = "\x1b[39m";

/** Asks the terminal to mark pasted text, so that it can be distinguished from typed keys. */
export const MARK_PASTES = "\x1b[?2004h";

/** Control sequences print nothing, so they are left out when the column is tracked. */
// eslint-disable-next-line no-control-regex -- that is what they are made of
const SEQUENCE = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])/g;

export class TerminalText {
  readonly #tracebacks = new Tracebacks();
  #afterReturn = false;
  #atLineStart = true;

  /** Text from a board. */
  output(data: string): string {
    if (data === "") return "";
    // `sys.stdout.buffer` and the Unix port send a lone LF, for which a terminal would draw a staircase.
    const before = this.#afterReturn ? "\r" : "";
    const shown = (before + data).replace(/(?<!\r)\n/g, "\r\n").slice(before.length);
    this.#afterReturn = data.endsWith("\r");
    this.#track(shown);
    return this.#tracebacks.colour(shown);
  }

  /** A line of our own, in grey. */
  notice(text: string): string {
    const start = this.#atLineStart ? "" : "\r\n";
    this.#atLineStart = true;
    this.#afterReturn = false;
    this.#tracebacks.interrupted();
    return `${start}${GREY}${oneLine(text)}${NORMAL}\r\n`;
  }

  #track(text: string): void {
    const visible = text.replace(SEQUENCE, "");
    if (visible !== "") this.#atLineStart = visible.endsWith("\n");
  }
}

// eslint-disable-next-line no-control-regex -- these are removed
const CONTROLS = /[\x00-\x1f\x7f]+/g;

/** A notice may contain text from a board, which must neither move the cursor nor start a line. */
export function oneLine(text: string): string {
  return text.replace(SEQUENCE, "").replace(CONTROLS, " ").trim();
}
