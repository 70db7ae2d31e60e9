// Valid names for files on a board. Pure.

/** The longest name on littlefs and FAT. */
const LONGEST = 255;

/** Returns why a name cannot be used, or undefined. `taken` are the names in the same folder. */
export function complaintAboutName(name: string, taken: readonly string[]): string | undefined {
  if (name === "") return "Enter a name.";
  if (name === "." || name === "..") return `"${name}" cannot be used as a name.`;
  // eslint-disable-next-line no-control-regex
  if (/[/\\\u0000-\u001f]/.test(name)) return "A name has no slashes and no control characters.";
  if (name.endsWith(".jwtmp")) return "Names ending in .jwtmp are reserved for temporary files.";
  if (new TextEncoder().encode(name).length > LONGEST) return `A name may have at most ${String(LONGEST)} bytes.`;
  return taken.includes(name) ? `${name} already exists.` : undefined;
}

/** Like `complaintAboutName`, for a name with folders before it, such as a/b.py; they are made where they are missing. */
export function complaintAboutPath(path: string, taken: readonly string[]): string | undefined {
  const parts = path.split("/");
  return parts
    .map((part) => complaintAboutName(part, parts.length === 1 ? taken : []))
    .find((text) => text !== undefined);
}

/** Returns where the part of a name ends that users usually change: before ".py". */
export function stemEnd(name: string): number {
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? name.length : dot;
}

/** Turns a name from a board into one that this computer allows; what a board says is never used as a path. */
export function localName(name: string): string {
  // eslint-disable-next-line no-control-regex
  const plain = name.replace(/[/\\:*?"<>|\u0000-\u001f]/g, "_").replace(/[. ]+$/, "_");
  return plain === "" || /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(plain) ? `_${plain}` : plain;
}
