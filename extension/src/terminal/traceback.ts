// Finds references to source lines in what a board prints. Pure.

export interface SourceLine {
  readonly file: string;
  readonly line: number;
  /** Its position in the text. */
  readonly start: number;
  readonly length: number;
}

// MicroPython writes: File "main.py", line 3, in <module>
const FRAME = /File "([^"\r\n]{1,500})", line (\d{1,7})/g;

const FRAME_ROW = /^(?:Traceback \(most recent call last\):| {2}File ")/;

export function sourceLines(text: string): SourceLine[] {
  return [...text.matchAll(FRAME)].map((match) => ({
    file: match[1] ?? "",
    line: Number(match[2]),
    start: match.index,
    length: match[0].length,
  }));
}

/** What ended a program: the exception, and the lines that led to it, of which the last raised it. */
export interface Failure {
  /** Its type and, if it has any, its message. */
  readonly exception: string;
  readonly lines: readonly SourceLine[];
}

export function failureIn(traceback: string): Failure {
  const rows = traceback.trimEnd().split(/\r?\n/);
  const last = rows.findLastIndex((row) => FRAME_ROW.test(row));
  return { exception: rows.slice(last + 1).join("\n"), lines: sourceLines(rows.slice(0, last + 1).join("\n")) };
}

/** The type of an exception without its message. */
export function typeOf(exception: string): string {
  return /^[\w.]+/.exec(exception)?.[0] ?? "error";
}

/** The module that could not be imported, with dots. */
export function missingModule(exception: string): string | undefined {
  return /^ImportError: no module named '([A-Za-z_]\w*(?:\.\w+)*)'/.exec(exception)?.[1];
}

/** Returns where a board keeps a file that a traceback names; relative names start at the root. */
export function boardPathOf(file: string): string {
  return file.startsWith("/") ? file : `/${file}`;
}

/** Whether a name stays in the directory that it is relative to; a board may print any name. */
export function isBelow(file: string): boolean {
  return !file.startsWith("/") && !file.split(/[/\\]/).includes("..");
}

/** A name as a glob that matches it alone. A backslash would mean one thing to VS Code and another to its search program. */
export function globOf(file: string): string {
  return boardPathOf(file)
    .slice(1)
    .replace(/[*?[\]{}]/g, "[$&]")
    .replaceAll("\\", "?");
}
