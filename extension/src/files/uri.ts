// `mpy://<board>/path`: a board's id as the authority of a URI, and back. Pure.

export const SCHEME = "mpy";

/**
 * Authorities are compared without regard to case and VS Code lower-cases them, but `/dev/ttyACM0` and
 * serial numbers are not the same in lower case. So lower-case letters, digits and `-` stand for themselves, `.` for
 * the frequent `:`, and every other byte of the UTF-8 is written `_xx`.
 */
export function authorityOf(board: string): string {
  return [...new TextEncoder().encode(board)].map(encoded).join("");
}

function encoded(byte: number): string {
  const char = String.fromCharCode(byte);
  if (/[a-z0-9-]/.test(char)) return char;
  return char === ":" ? "." : `_${byte.toString(16).padStart(2, "0")}`;
}

/** Returns the board's id, or undefined if the text was not made by `authorityOf`. */
export function boardOf(authority: string): string | undefined {
  const text = authority.toLowerCase();
  if (!/^(?:[a-z0-9.-]|_[0-9a-f]{2})+$/.test(text)) return undefined;
  const bytes = [...text.matchAll(/_([0-9a-f]{2})|./g)].map(([char, hex]) => decoded(char, hex));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}

function decoded(char: string, hex: string | undefined): number {
  if (hex !== undefined) return Number.parseInt(hex, 16);
  return (char === "." ? ":" : char).charCodeAt(0);
}
