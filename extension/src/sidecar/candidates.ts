// Where a Python may be found, in order of preference. Each place is examined only when it is its turn.

import * as path from "node:path";
import * as vscode from "vscode";
import { setting } from "../settings.ts";
import type { Candidate, Source } from "./python.ts";

export async function* candidates(): AsyncGenerator<Candidate> {
  const named = setting("python").trim();
  if (named !== "") {
    // The only candidate: a user who names an interpreter wants that one, or the reason why it cannot be used.
    yield candidate("setting", expandHome(named));
    return;
  }
  // Both come from the workspace, whose author could have put anything there.
  if (vscode.workspace.isTrusted) {
    const selected = await ofPythonExtension();
    if (selected !== undefined) yield candidate("Python extension", selected);
    yield* ofWorkspaceFolders();
  }
  yield* ofPath();
}

function candidate(source: Source, command: string, ...args: string[]): Candidate {
  return { command, args, source };
}

function expandHome(named: string): string {
  return named.replace(/^~(?=[\\/])/, process.env["HOME"] ?? process.env["USERPROFILE"] ?? "~");
}

/** The part of ms-python.python's API that is used here (its `environments` namespace). */
interface PythonExtensionApi {
  readonly environments: {
    getActiveEnvironmentPath(): { readonly path: string };
    resolveEnvironment(of: { readonly path: string }): Promise<{ executable: { uri?: vscode.Uri } } | undefined>;
  };
}

async function ofPythonExtension(): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<PythonExtensionApi>("ms-python.python");
  if (extension === undefined) return undefined;
  try {
    const { environments } = await extension.activate();
    const resolved = await environments.resolveEnvironment(environments.getActiveEnvironmentPath());
    return resolved?.executable.uri?.fsPath;
  } catch {
    // Problems of another extension must not be ours: the next place is tried.
    return undefined;
  }
}

function* ofWorkspaceFolders(): Generator<Candidate> {
  const parts = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    if (folder.uri.scheme === "file")
      yield candidate("workspace .venv", path.join(folder.uri.fsPath, ".venv", ...parts));
  }
}

function* ofPath(): Generator<Candidate> {
  // On Windows the launcher knows every installed Python, and `python3` is usually the Store's placeholder.
  if (process.platform === "win32") yield candidate("PATH", "py", "-3");
  yield candidate("PATH", "python3");
  yield candidate("PATH", "python");
}
