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

export function sourceLines(text: string): SourceLine[] {
  return [...text.matchAll(FRAME)].map((match) => ({
    file: match[1] ?? "",
    line: Number(match[2]),
    start: match.index,
    length: match[0].length,
  }));
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
