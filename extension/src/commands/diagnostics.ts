// Copy Diagnostics: what a bug report needs, without contents of the user's files.

import * as os from "node:os";
import * as vscode from "vscode";
import { descriptionOf, rowsOf } from "../boards/items.ts";
import { SETTING_KEYS, setting, type SettingKey } from "../settings.ts";
import { within } from "../lib/time.ts";
import type { Explain } from "../boards/board.ts";
import type { BoardStore } from "../boards/store.ts";
import type { LogChannel } from "../log.ts";
import type { Sidecar } from "../sidecar/sidecar.ts";
import type { Handler } from "./handler.ts";

export interface DiagnosticsParts {
  readonly sidecar: Sidecar;
  readonly store: BoardStore;
  readonly explain: Explain;
  readonly log: LogChannel;
  /** The extension's own version. */
  readonly version: string;
}

/** A hanging sidecar is a reason to copy diagnostics, so it must not prevent that. */
const ANSWER_DEADLINE_MS = 3_000;
const LOG_LINES = 60;

export const copyDiagnostics: Handler<DiagnosticsParts> = async (parts) => {
  await vscode.env.clipboard.writeText(await textOf(parts));
  void vscode.window.showInformationMessage("Copied diagnostics: versions, settings, boards and the end of the log.");
};

async function textOf(parts: DiagnosticsParts): Promise<string> {
  const sections: [string, readonly string[]][] = [
    ["Versions", versions(parts)],
    ["Settings", Object.keys(SETTING_KEYS).map((key) => `${key} = ${JSON.stringify(setting(key as SettingKey))}`)],
    ["Boards", boards(parts)],
    ["Sidecar", [JSON.stringify(parts.sidecar.state), await sidecarText(parts)]],
    ["Log", parts.log.tail.slice(-LOG_LINES)],
  ];
  return sections.map(([title, lines]) => `## ${title}\n\n${lines.join("\n")}\n`).join("\n");
}

function versions(parts: DiagnosticsParts): readonly string[] {
  return [
    `Jumperwire ${parts.version}`,
    `${vscode.env.appName} ${vscode.version} (${vscode.env.remoteName ?? "local"}, ${vscode.env.uiKind === vscode.UIKind.Web ? "web" : "desktop"})`,
    `${os.platform()} ${os.release()} ${os.arch()}, Node ${process.version}`,
  ];
}

function boards({ store, explain }: DiagnosticsParts): readonly string[] {
  return store.boards.flatMap((board) => [
    `${board.name} [${board.kind}]: ${descriptionOf(board, explain)}`,
    ...rowsOf(board).map(({ name, value }) => `  ${name}: ${value}`),
  ]);
}

async function sidecarText({ sidecar }: DiagnosticsParts): Promise<string> {
  // The sidecar is not started for this: that it does not run may be what is to be reported.
  if (sidecar.state.kind !== "running") return "not running";
  try {
    const asked = sidecar.request("sidecar/diagnostics", {});
    return (await within(ANSWER_DEADLINE_MS, asked, { text: "no answer" })).text;
  } catch (error) {
    return String(error);
  }
}
