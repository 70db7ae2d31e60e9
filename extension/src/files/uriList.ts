// Parses `text/uri-list`, the data of a drag. Pure.

export function urisInList(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}
