// From nothing to a sidecar that answers: find Python, start the process, say hello.

import * as vscode from "vscode";
import type { LogChannel } from "../log.ts";
import { candidates } from "./candidates.ts";
import { connect } from "./connection.ts";
import { SidecarUnavailable } from "./errors.ts";
import { launchOf, start, type Places } from "./launch.ts";
import { findPython, type Python } from "./python.ts";
import { runner } from "./run.ts";
import type { Connection } from "./wire.ts";

export function placesOf(context: vscode.ExtensionContext): Places {
  return {
    extension: context.extensionPath,
    cache: vscode.Uri.joinPath(context.globalStorageUri, "pycache").fsPath,
    logFile: vscode.Uri.joinPath(context.logUri, "sidecar.log").fsPath,
    node: process.execPath,
  };
}

export async function openSidecar(places: Places, log: LogChannel, abandoned: AbortSignal): Promise<Connection> {
  const python = await thePython(places, log);
  const launch = launchOf(python, places, process.env);
  log.info(`starting ${[launch.command, ...launch.args].join(" ")} (Python ${python.version}, from ${python.source})`);
  return connect(start(launch), log, abandoned);
}

async function thePython(places: Places, log: LogChannel): Promise<Python> {
  const discovery = await findPython(candidates(), runner(places.extension));
  if (discovery.kind === "found") return discovery.python;
  for (const { candidate, source, reason } of discovery.refused) log.warn(`Python: ${candidate} (${source}) ${reason}`);
  throw new SidecarUnavailable({ kind: "noPython", refused: discovery.refused });
}
