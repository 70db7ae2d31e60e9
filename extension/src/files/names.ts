// What something on a board may be called. Pure.

/** littlefs and FAT both end here. */
const LONGEST = 255;

/** Why a name cannot be used, or undefined. `taken` are the names in the same folder. */
export function complaintAboutName(name: string, taken: readonly string[]): string | undefined {
  if (name === "") return "A name is needed.";
  if (name === "." || name === "..") return `${name} names a folder already.`;
  // eslint-disable-next-line no-control-regex
  if (/[/\\\u0000-\u001f]/.test(name)) return "A name has no slashes and no control characters.";
  if (name.endsWith(".jwtmp")) return "Names that end with .jwtmp are for files in the making.";
  if (new TextEncoder().encode(name).length > LONGEST) return `That is longer than ${String(LONGEST)} bytes.`;
  return taken.includes(name) ? `There is something called ${name} already.` : undefined;
}

/** Where the part of a name ends that a person wants to change: before ".py". */
export function stemEnd(name: string): number {
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? name.length : dot;
}

/** A name from a board as one that this computer can use; what a board says is never a path. */
export function localName(name: string): string {
  // eslint-disable-next-line no-control-regex
  const plain = name.replace(/[/\\:*?"<>|\u0000-\u001f]/g, "_").replace(/[. ]+$/, "_");
  return plain === "" || /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(plain) ? `_${plain}` : plain;
}
