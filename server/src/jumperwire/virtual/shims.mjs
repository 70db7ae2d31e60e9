// The Python files that run in the interpreter before the board's own.

import fs from "node:fs";

// In this order: each may use what the ones before it define.
const NAMES = ["host", "files", "base64", "terminal", "machine", "event_loop", "boot"];

export function readShims() {
  return NAMES.map((name) => fs.readFileSync(new URL(`./shims/${name}.py`, import.meta.url), "utf8"));
}
