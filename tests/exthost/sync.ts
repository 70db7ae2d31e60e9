// Sync through its commands, with a project in a folder of the workspace and a virtual board of its own.

import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Parts } from "../../extension/src/extension.ts";
import { uriOf } from "../../extension/src/files/place.ts";
import { eventually, theApp } from "./host.ts";

const BOARD = "virtual:synced";
const { fs } = vscode.workspace;

describe("a sync", () => {
  let app: Parts;

  before(async () => {
    app = await theApp();
    await app.sidecar.start();
    await write("jumperwire.toml", `board = "${BOARD}"\n`);
    await write("app.py", "x = 1\n");
    await write("lib/one.py", "y = 2\n");
  });
  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await fs.delete(here(""), { recursive: true });
    await app.sidecar.request("boards/forget", { board: BOARD });
  });

  it("finds the project by the file, and adds the board that it names", async () => {
    await vscode.commands.executeCommand("jumperwire.sync", here("app.py"));
    assert.ok(app.store.get(BOARD) !== undefined);
    // The first one is shown, and nothing is sent before it is applied.
    await assert.rejects(async () => fs.stat(uriOf(BOARD, "/app.py")));
    assert.deepEqual(state(app, "app.py"), ["onlyHere"]);
    await vscode.commands.executeCommand("jumperwire.applyPreview");
    assert.equal(await there("/app.py"), "x = 1\n");
    assert.equal(await there("/lib/one.py"), "y = 2\n");
    await assert.rejects(async () => fs.stat(uriOf(BOARD, "/main.py")));
    assert.deepEqual(state(app, "app.py"), ["same"]);
  });

  it("is previewed, with what has changed", async () => {
    await write("app.py", "x = 3\n");
    await vscode.commands.executeCommand("jumperwire.previewSync", here("app.py"));
    const [previewed] = app.preview.previewed;
    assert.deepEqual(
      previewed?.plan.steps.map(({ path, action }) => `${action} ${path}`),
      ["update /app.py", "ignored /jumperwire.toml", "unchanged /lib/one.py"],
    );
    assert.deepEqual(state(app, "app.py"), ["changed"]);
    await vscode.commands.executeCommand("jumperwire.applyPreview");
    assert.equal(await there("/app.py"), "x = 3\n");
    assert.equal(app.preview.subject, undefined);
    assert.deepEqual(state(app, "app.py"), ["same"]);
  });

  it("shows a mistake in the project file at its line, until it is corrected", async () => {
    await write("jumperwire.toml", `board = "${BOARD}"\ndelete = "perhaps"\n`);
    await vscode.commands.executeCommand("jumperwire.sync", here("app.py"));
    const problems = vscode.languages.getDiagnostics(here("jumperwire.toml"));
    assert.deepEqual(
      problems.map(({ range, source }) => [range.start.line, source]),
      [[1, "Jumperwire"]],
    );
    await write("jumperwire.toml", `board = "${BOARD}"\non_save = true\n`);
    await vscode.commands.executeCommand("jumperwire.sync", here("app.py"));
    assert.deepEqual(vscode.languages.getDiagnostics(here("jumperwire.toml")), []);
  });

  it("follows a save, and the file is in sync again", async () => {
    const editor = await vscode.window.showTextDocument(here("app.py"));
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(1, 0), "z = 4\n");
    });
    await editor.document.save();
    await eventually("it on the board", async () => ((await there("/app.py")) === "x = 3\nz = 4\n" ? true : undefined));
    await eventually("it in sync", () => (state(app, "app.py").join() === "same" ? true : undefined));
  });

  it("of one file is seen as a difference", async () => {
    await write("app.py", "x = 5\n");
    await vscode.commands.executeCommand("jumperwire.compare", here("app.py"));
    await eventually("the difference", () => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputTextDiff &&
        input.original.scheme === "mpy" &&
        input.modified.path.endsWith("/nested/app.py")
        ? true
        : undefined;
    });
  });

  it("is run as a task", async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: "jumperwire" });
    assert.deepEqual(tasks.map(({ name }) => name).sort(), ["Sync", "Sync and Run"]);
    await vscode.window.showTextDocument(here("app.py"));
    const sync = tasks.find(({ name }) => name === "Sync");
    assert.ok(sync !== undefined);
    const ended = new Promise((resolve) =>
      vscode.tasks.onDidEndTask(({ execution }) => {
        if (execution.task.name === "Sync") resolve(undefined);
      }),
    );
    await vscode.tasks.executeTask(sync);
    await ended;
    assert.equal(await there("/app.py"), "x = 5\n");
  });
});

function here(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder !== undefined);
  return vscode.Uri.joinPath(folder, "nested", name);
}

async function write(name: string, text: string): Promise<void> {
  await fs.writeFile(here(name), Buffer.from(text));
}

async function there(path: string): Promise<string> {
  return Buffer.from(await fs.readFile(uriOf(BOARD, path))).toString();
}

/** How a file is marked, by board. */
function state(app: Parts, name: string): readonly string[] {
  return app.states
    .here(here(name).fsPath)
    .filter(({ board }) => board === BOARD)
    .map(({ state: found }) => found);
}
