// Copy Diagnostics: what a bug report needs, and no contents of the user's files.

import * as os from "node:os";
import * as vscode from "vscode";
import { descriptionOf, rowsOf } from "../boards/items.ts";
import { SETTING_KEYS, setting, type SettingKey } from "../settings.ts";
import { within } from "../lib/time.ts";
import type { App, Handler } from "./app.ts";

/** A sidecar that hangs is a reason to copy diagnostics, so it must not keep them. */
const ANSWER_DEADLINE_MS = 3_000;
const LOG_LINES = 60;

export const copyDiagnostics: Handler = async (app) => {
  await vscode.env.clipboard.writeText(await textOf(app));
  void vscode.window.showInformationMessage(
    "Diagnostics are in the clipboard: versions, settings, boards and the end of the log.",
  );
};

async function textOf(app: App): Promise<string> {
  const sections: [string, readonly string[]][] = [
    ["Versions", versions(app)],
    ["Settings", Object.keys(SETTING_KEYS).map((key) => `${key} = ${JSON.stringify(setting(key as SettingKey))}`)],
    ["Boards", boards(app)],
    ["Sidecar", [JSON.stringify(app.sidecar.state), await sidecarText(app)]],
    ["Log", app.log.tail.slice(-LOG_LINES)],
  ];
  return sections.map(([title, lines]) => `## ${title}\n\n${lines.join("\n")}\n`).join("\n");
}

function versions(app: App): readonly string[] {
  return [
    `Jumperwire ${app.version}`,
    `${vscode.env.appName} ${vscode.version} (${vscode.env.remoteName ?? "local"}, ${vscode.env.uiKind === vscode.UIKind.Web ? "web" : "desktop"})`,
    `${os.platform()} ${os.release()} ${os.arch()}, Node ${process.version}`,
  ];
}

function boards({ store, explain }: App): readonly string[] {
  return store.boards.flatMap((board) => [
    `${board.name} [${board.kind}]: ${descriptionOf(board, explain)}`,
    ...rowsOf(board).map(({ name, value }) => `  ${name}: ${value}`),
  ]);
}

async function sidecarText({ sidecar }: App): Promise<string> {
  // Not started for this: that it does not run may be the very thing to report.
  if (sidecar.state.kind !== "running") return "not running";
  try {
    const asked = sidecar.request("sidecar/diagnostics", {});
    return (await within(ANSWER_DEADLINE_MS, asked, { text: "no answer" })).text;
  } catch (error) {
    return String(error);
  }
}
