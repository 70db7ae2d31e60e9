// Makes the tracebacks in a board's output red. Pure; the output may be cut anywhere.

const RED = "\x1b[31m";
const NORMAL = "\x1b[39m";
const HEAD = "Traceback (most recent call last):";

/** Where the current line is: in no traceback, or in its lines that are indented, or in the exception below them. */
type Place = "outside" | "frames" | "exception";

export class Tracebacks {
  #place: Place = "outside";
  /** The beginning of the current line, as far as it may become the first one of a traceback. */
  #line = "";

  colour(text: string): string {
    return text
      .split(/(?<=\n)/)
      .map((piece) => this.#piece(piece))
      .join("");
  }

  /** Something else has begun a line. */
  interrupted(): void {
    this.#place = "outside";
    this.#line = "";
  }

  /** Takes a line, or a part of one. */
  #piece(piece: string): string {
    const begins = this.#line === "";
    const said = withoutEnd(piece);
    const seen = this.#line;
    this.#line = (seen + piece).slice(0, HEAD.length + 1);
    const head = seen.length < HEAD.length && this.#line.startsWith(HEAD);
    if (head) this.#place = "frames";
    else if (begins && this.#place === "frames" && !piece.startsWith(" "))
      this.#place = piece.startsWith(">") ? "outside" : "exception"; // a prompt: it was cut short
    // What was shown of the first line, before it was known for one, is written once more.
    const shown = this.#place === "outside" || said === "" ? piece : this.#red(head ? seen : "", piece);
    if (piece.endsWith("\n")) {
      this.#line = "";
      if (this.#place === "exception") this.#place = "outside";
    }
    return shown;
  }

  #red(again: string, piece: string): string {
    const said = withoutEnd(piece);
    const back = again === "" ? "" : "\r";
    return `${back}${RED}${again}${said}${NORMAL}${piece.slice(said.length)}`;
  }
}

function withoutEnd(line: string): string {
  return line.replace(/[\r\n]+$/, "");
}
