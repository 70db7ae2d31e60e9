// Removes the indentation that all lines share, so that a selection from inside a block can run. Pure.

const INDENT = /^[ \t]*/;

export function dedent(text: string): string {
  const lines = text.split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => INDENT.exec(line)?.[0] ?? "");
  const common = indents.reduce(sharedStart, indents[0] ?? "");
  if (common === "") return text;
  return lines.map((line) => (line.startsWith(common) ? line.slice(common.length) : line.trimStart())).join("\n");
}

/** Tabs and spaces differ for Python, so only indentation that is identical, character by character, is shared. */
function sharedStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}
