// Runs a command for its output, within a deadline.

import { execFile } from "node:child_process";
import type { Runner } from "./python.ts";

// A cold start from a slow disk, beside a virus scanner and other programs, takes many seconds; a hang must still end.
const DEADLINE_MS = 30_000;

/** `cwd` is not the workspace, since Windows looks for programs in the current folder first. */
export function runner(cwd: string): Runner {
  return (candidate, args) =>
    new Promise((resolve) => {
      const deadline = new AbortController();
      const timer = setTimeout(() => {
        deadline.abort();
      }, DEADLINE_MS);
      const options = {
        cwd,
        signal: deadline.signal,
        killSignal: "SIGKILL",
        windowsHide: true,
        maxBuffer: 64 * 1024,
      } as const;
      execFile(candidate.command, [...candidate.args, ...args], options, (error, stdout) => {
        clearTimeout(timer);
        if (error === null) resolve({ kind: "printed", text: stdout });
        else resolve({ kind: "failed", reason: reasonOf(error) });
      });
    });
}

function reasonOf(error: Error & { code?: string | number | null }): string {
  if (error.name === "AbortError") return `did not answer within ${String(DEADLINE_MS / 1000)} s`;
  if (error.code === "ENOENT") return "was not found";
  if (error.code === "EACCES") return "may not be executed";
  // On Windows, the placeholder named python.exe, before a Python is installed, ends with this code.
  if (error.code === 9009) return "is the Microsoft Store's placeholder, not Python";
  return `failed (${String(error.code)})`;
}
