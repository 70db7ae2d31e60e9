// Where things are in this repository, and how its parts call programs. Plain Node, nothing installed.
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const WINDOWS = process.platform === "win32";
export const VENV_PYTHON = path.join(ROOT, ".venv", WINDOWS ? "Scripts/python.exe" : "bin/python");
export const CACHE = path.join(ROOT, ".cache");
export const ARTIFACTS = path.join(ROOT, "artifacts");
export const inRoot = (...parts) => path.join(ROOT, ...parts);

/** A program of node_modules, run by this Node: no shell, so that it is the same on every system. */
export const nodeTool = (entry, ...args) => [process.execPath, inRoot("node_modules", entry), ...args];

/** npm as a command; on Windows it is a script that only a shell can start (not run there yet). */
export const npm = (...args) => (WINDOWS ? ["cmd.exe", "/d", "/s", "/c", "npm", ...args] : ["npm", ...args]);

/**
 * Run a command to its end. Output goes to the terminal when `show` is set, and is returned always.
 * Rejects only when the program cannot be started.
 */
export function run(command, { cwd = ROOT, env = {}, show = false, input } = {}) {
  const [program, ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        output += text;
        if (show) process.stdout.write(text);
      });
    }
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code: code ?? 1, signal, output }));
    child.stdin.end(input ?? "");
  });
}

/** The same, for commands that must succeed: throws with what they said. */
export async function must(command, options) {
  const { code, output } = await run(command, options);
  if (code !== 0) throw new Error(`${command.join(" ")} failed (${code})\n${output}`);
  return output;
}
