// How the sidecar's process is started: command, arguments, environment.

import * as path from "node:path";
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import type { Python } from "./python.ts";

export interface Places {
  /** Where the extension is installed. */
  readonly extension: string;
  /** For compiled Python files, so that nothing is written to the folder of the extension. */
  readonly cache: string;
  readonly logFile: string;
  /** The editor's own Node, which runs the virtual board. */
  readonly node: string;
}

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

type Environment = Readonly<Record<string, string | undefined>>;

export function launchOf(python: Python, places: Places, inherited: Environment): Launch {
  return {
    command: python.command,
    args: [
      ...python.args,
      ...debuggerOf(inherited),
      "-m",
      "jumperwire",
      "serve",
      "--stdio",
      "--log-file",
      places.logFile,
    ],
    // `-m` puts the current folder first on the path, so it must never be the user's workspace.
    cwd: places.extension,
    env: environmentOf(places, inherited),
  };
}

/** For developers: lets debugpy wait for a debugger at that address (.vscode/launch.json). */
function debuggerOf({ JUMPERWIRE_DEBUGGER: address }: Environment): readonly string[] {
  return address === undefined ? [] : ["-m", "debugpy", "--connect", address, "--wait-for-client"];
}

function environmentOf(places: Places, inherited: Environment): NodeJS.ProcessEnv {
  // A PYTHONHOME or PYTHONPATH meant for another Python would break this one.
  const { PYTHONHOME: _home, PYTHONPATH: _path, PYTHONSTARTUP: _startup, ...kept } = inherited;
  return {
    ...kept,
    PYTHONPATH: ["server/src", "dist/python"].map((folder) => path.join(places.extension, folder)).join(path.delimiter),
    PYTHONPYCACHEPREFIX: places.cache,
    PYTHONUNBUFFERED: "1",
    PYTHONUTF8: "1",
    PYTHONNOUSERSITE: "1",
    JUMPERWIRE_NODE: places.node,
  };
}

export function start(launch: Launch): ChildProcessWithoutNullStreams {
  const { command, args, cwd, env } = launch;
  return spawn(command, args, { cwd, env, stdio: "pipe", windowsHide: true });
}
