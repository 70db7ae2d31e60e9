// In a real extension host, with examples/blink as the workspace and the virtual board as the board.

import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Parts } from "../../extension/src/extension.ts";
import { COMMANDS } from "../../extension/src/lib/ids.ts";
import { DEMO, Listener, becomes, eventually, theApp, untitled } from "./host.ts";

describe("the extension", () => {
  let app: Parts;

  before(async () => {
    app = await theApp();
  });

  it("wakes up in a MicroPython workspace, and starts the sidecar", async () => {
    // Nothing here asks for it: what this test waits for is what activation began.
    await eventually("a sidecar that runs", () => (app.sidecar.state.kind === "running" ? true : undefined));
  });

  it("registers every command", async () => {
    const there = new Set(await vscode.commands.getCommands(true));
    for (const command of COMMANDS) assert.ok(there.has(command), command);
  });

  it("lists the demo board", async () => {
    await eventually("the demo board", () => app.store.get(DEMO));
  });

  it("hides the demo board when it is told to", async () => {
    const settings = vscode.workspace.getConfiguration("jumperwire");
    await settings.update("virtualBoard.enabled", false, vscode.ConfigurationTarget.Global);
    await eventually("no demo board", () => (app.store.get(DEMO) === undefined ? true : undefined));
    await settings.update("virtualBoard.enabled", undefined, vscode.ConfigurationTarget.Global);
    await eventually("the demo board again", () => app.store.get(DEMO));
  });
});

describe("a run", () => {
  let app: Parts;
  let said: Listener;

  before(async () => {
    app = await theApp();
    await app.sidecar.start();
  });
  beforeEach(() => {
    said = new Listener(app);
  });
  afterEach(() => {
    said.dispose();
  });

  it("connects, opens a terminal, and leaves the focus in the editor", async () => {
    const document = await untitled("print('one', 'two')\n");
    await vscode.commands.executeCommand("jumperwire.runFile");
    await said.hears(/one two/);
    assert.equal(vscode.window.activeTextEditor?.document, document);
    const named = app.store.get(DEMO)?.name ?? "";
    assert.ok(vscode.window.terminals.some(({ name }) => name === named));
  });

  it("saves the file first, and names it in the traceback", async () => {
    const uri = vscode.Uri.joinPath(workspace(), "scratch_test.py");
    await vscode.workspace.fs.writeFile(uri, Buffer.from("x = 1\n"));
    const editor = await vscode.window.showTextDocument(uri);
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(1, 0), "1 / 0\n");
    });
    await vscode.commands.executeCommand("jumperwire.runFile");
    await said.hears(/File "[^"]*scratch_test\.py", line 2/);
    assert.equal(editor.document.isDirty, false);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    await vscode.workspace.fs.delete(uri);
  });

  it("of a selection takes whole lines, without their common indentation", async () => {
    const document = await untitled("if True:\n    a = 20\n    print('sum', a + 3)\n");
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(1, 4, 2, 99);
    await vscode.commands.executeCommand("jumperwire.runSelection");
    await said.hears(/sum 23/);
  });

  it("of an endless loop is stopped", async () => {
    await untitled("print('go')\nwhile True:\n    pass\n");
    const running = vscode.commands.executeCommand("jumperwire.runFile");
    await said.hears(/go/);
    await becomes(app, DEMO, "running");
    await vscode.commands.executeCommand("jumperwire.stop");
    await running;
    await said.hears(/KeyboardInterrupt[^]*>>> $/);
  });

  it("reads what is typed in the terminal", async () => {
    await untitled("print('hello', input('who? '))\n");
    const running = vscode.commands.executeCommand("jumperwire.runFile");
    await said.hears(/who\? $/);
    const named = app.store.get(DEMO)?.name ?? "";
    vscode.window.terminals.find(({ name }) => name === named)?.sendText("Ada", true);
    await said.hears(/hello Ada/);
    await running;
  });
});

describe("connections", () => {
  it("end and begin again by command, and the terminal stays", async () => {
    const app = await theApp();
    await vscode.commands.executeCommand("jumperwire.disconnect", { board: DEMO });
    await becomes(app, DEMO, "closed");
    const terminals = vscode.window.terminals.length;
    await vscode.commands.executeCommand("jumperwire.openRepl", { board: DEMO });
    await becomes(app, DEMO, "attached", "idle");
    assert.equal(vscode.window.terminals.length, terminals);
  });

  it("come back when the sidecar is started again", async () => {
    const app = await theApp();
    const states: string[] = [];
    const registration = app.sidecar.onDidChangeState(({ kind }) => states.push(kind));
    const said = new Listener(app);
    await vscode.commands.executeCommand("jumperwire.restartSidecar");
    registration.dispose();
    assert.deepEqual(states, ["stopped", "starting", "running"]);
    await becomes(app, DEMO, "attached", "idle");
    await untitled("print('alive')\n");
    await vscode.commands.executeCommand("jumperwire.runFile");
    await said.hears(/alive/);
    said.dispose();
  });
});

function workspace(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder !== undefined, "no workspace is open");
  return folder.uri;
}
