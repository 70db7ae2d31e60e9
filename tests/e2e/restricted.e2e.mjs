// Restricted Mode: programs run, and nothing that the workspace's author could have put there is executed on the PC.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { NEWEST } from "../../scripts/rig/versions.mjs";
import { connectByRow, eventually, openFile, runFile } from "./steps.mjs";

/** No Python, but something that tells that it was started. */
const TRAP = '#!/bin/sh\ntouch "$0.started"\nexit 1\n';

export const options = {
  restricted: true,
  files: (folder) => ({
    "trap.sh": TRAP,
    "jumperwire.toml": 'compile = "on"\nmpy_cross = "trap.sh"\non_save = true\n',
    ".venv/bin/python": TRAP,
    ".vscode/settings.json": JSON.stringify({ "jumperwire.python": path.join(folder, "trap.sh") }),
  }),
};

export default function tests(test) {
  test("the boards are listed, and connect", async ({ workbench: w }) => {
    await w.status(/Restricted Mode/).waitFor();
    await w.activity("MicroPython");
    await w.treeRow("demo").waitFor();
    await connectByRow(w, "demo");
  });

  test("a run waits for what VS Code asks, and needs no trust", async ({ workbench: w, version }) => {
    await openFile(w.page, "hello.py");
    await runFile(w.page);
    if (version === NEWEST) {
      await w.dialog(/trust the authors/).waitFor();
      // Longer than a terminal may take to open anywhere else.
      await w.page.waitForTimeout(4_000);
      await w.treeRow(/demo.*ready/).waitFor();
      await w.dialogButton(/trust the authors/, "Cancel");
    }
    await w.waitTerminal(/Who is there\? ?$/);
    await w.status(/Restricted Mode/).waitFor();
    await w.typeTerminal("Ada\n");
    await w.waitTerminal(/Hello, Ada[^]*>>> ?$/);
  });

  test("nothing is synced, since the project file may name a program", async ({ workbench: w, home, screenshot }) => {
    await w.run("MicroPython: Sync Workspace to Board");
    await w.toast("Nothing is synced in Restricted Mode").waitFor();
    await screenshot("told");
    assert.ok(!existsSync(path.join(home, "data/virtual/demo/main.py")));
  });

  test("no program on a board gets at the workspace's files", async ({ workbench: w, screenshot }) => {
    await w.run("MicroPython: Mount Workspace on Board");
    await w.toast("Nothing is mounted in Restricted Mode").waitFor();
    await screenshot("told");
    await w.treeRow(/demo.*ready$/).waitFor();
  });

  test("no Python of the workspace's was started", async ({ folder }) => {
    for (const file of ["trap.sh.started", ".venv/bin/python.started"])
      assert.ok(!existsSync(path.join(folder, file)), file);
  });

  test("with trust, the setting of the workspace counts", async ({ workbench: w, folder }) => {
    await w.run("Workspaces: Manage Workspace Trust");
    await w.page
      .locator(".workspace-trust-editor .monaco-button", { hasText: /^Trust$/ })
      .first()
      .click();
    await eventually("the Python of the settings is asked", () => existsSync(path.join(folder, "trap.sh.started")));
  });
}
