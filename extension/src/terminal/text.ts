// What is written to a REPL terminal. Pure: board output and our own lines in, terminal text out.

// A grey, not "dim": the editor keeps colours readable on its themes, and dim text only half as much.
const GREY = "\x1b[90m";
const NORMAL = "\x1b[39m";

/** Asks the terminal to mark pasted text, so that it can be told from typed keys. */
export const MARK_PASTES = "\x1b[?2004h";

/** Control sequences move no text, so they are left out when the column is tracked. */
// eslint-disable-next-line no-control-regex -- that is what they are made of
const SEQUENCE = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])/g;

export class TerminalText {
  #afterReturn = false;
  #atLineStart = true;

  /** Text that a board said. */
  output(data: string): string {
    if (data === "") return "";
    // A lone LF is what `sys.stdout.buffer` and the Unix port send; a terminal would draw a staircase.
    const before = this.#afterReturn ? "\r" : "";
    const shown = (before + data).replace(/(?<!\r)\n/g, "\r\n").slice(before.length);
    this.#afterReturn = data.endsWith("\r");
    this.#track(shown);
    return shown;
  }

  /** A line of ours: grey, on a line of its own. */
  notice(text: string): string {
    const start = this.#atLineStart ? "" : "\r\n";
    this.#atLineStart = true;
    this.#afterReturn = false;
    return `${start}${GREY}${oneLine(text)}${NORMAL}\r\n`;
  }

  #track(text: string): void {
    const visible = text.replace(SEQUENCE, "");
    if (visible !== "") this.#atLineStart = visible.endsWith("\n");
  }
}

// eslint-disable-next-line no-control-regex -- these are to go
const CONTROLS = /[\x00-\x1f\x7f]+/g;

/** What goes into a notice may come from a board: it must not move the cursor or start a line. */
export function oneLine(text: string): string {
  return text.replace(SEQUENCE, "").replace(CONTROLS, " ").trim();
}
