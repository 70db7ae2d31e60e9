// Distinguishes pasted text from typed keys in a terminal's input. Pure.

const BEGIN = "\x1b[200~";
const END = "\x1b[201~";

export type Piece =
  { readonly kind: "keys"; readonly data: string } | { readonly kind: "paste"; readonly data: string };

/** A paste whose end never comes must not grow for ever; at this size it is sent. */
const LONGEST_PASTE = 4 * 1024 * 1024;

export class PasteSplitter {
  /** What was pasted so far, if the end has not come yet. */
  #open: string | undefined;

  /** Takes input as it comes. A marker may be split only inside a paste, where its rest is awaited. */
  push(data: string): Piece[] {
    const pieces: Piece[] = [];
    let rest = data;
    while (rest !== "") rest = this.#open === undefined ? this.#outside(rest, pieces) : this.#inside(rest, pieces);
    return pieces;
  }

  #outside(data: string, pieces: Piece[]): string {
    const begin = data.indexOf(BEGIN);
    const keys = begin < 0 ? data : data.slice(0, begin);
    if (keys !== "") pieces.push({ kind: "keys", data: keys });
    if (begin < 0) return "";
    this.#open = "";
    return data.slice(begin + BEGIN.length);
  }

  #inside(data: string, pieces: Piece[]): string {
    const text = (this.#open ?? "") + data;
    const end = text.indexOf(END);
    if (end < 0 && text.length < LONGEST_PASTE) {
      this.#open = text;
      return "";
    }
    this.#open = undefined;
    pieces.push(pieceOf(end < 0 ? text : text.slice(0, end)));
    return end < 0 ? "" : text.slice(end + END.length);
  }
}

/** One line is the same as typed, so the line editor may show it; several lines need paste mode. */
function pieceOf(pasted: string): Piece {
  const text = pasted.replace(/\r\n?/g, "\n");
  // A newline after a single line comes from copying the whole line, and presses Enter.
  const lines = text.replace(/\n$/, "");
  if (lines.includes("\n")) return { kind: "paste", data: text };
  return { kind: "keys", data: text.replace(/\n$/, "\r") };
}
