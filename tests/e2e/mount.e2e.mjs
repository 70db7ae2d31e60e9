// The workspace as a file system on the board: programs import from it, and nothing is copied.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { connectByRow, eventually, followTerminalLink, openFile, runFile } from "./steps.mjs";

const MOUNTED = /demo.*ready · workspace mounted/;

export const options = {
  files: () => ({
    "helper.py": "WORD = 'one'\n",
    "uses.py": "import helper\nprint('it says', helper.WORD)\n",
    "wrong.py": "def fail():\n    raise ValueError('for once')\n",
    "fails.py": "import wrong\nwrong.fail()\n",
  }),
};

export default function tests(test) {
  test("the workspace is mounted by a board's menu", async ({ workbench: w, screenshot }) => {
    await w.activity("MicroPython");
    await w.treeRow("demo").waitFor();
    await connectByRow(w, "demo");
    assert.equal(await w.offers("MicroPython: Unmount Workspace"), false);
    const entry = await w.openContextMenu(w.treeRow("demo"), "Mount Workspace on Board");
    await screenshot("menu");
    await w.nextStatus("Mounted blink on demo", () => entry.click());
    await w.treeRow(MOUNTED).waitFor();
    await w.status(/demo.*ready · workspace mounted/).waitFor();
    // It is in the explorer already.
    await w.treeRow("demo").click();
    await w.treeRow("no files").waitFor();
    await screenshot("mounted");
    assert.match(await w.hover(w.treeRow("demo"), "Mounted"), /Mounted\s+\/.*blink/);
  });

  test("a program imports from it, and nothing is copied", async ({ workbench: w, home, screenshot }) => {
    await openFile(w.page, "uses.py");
    await runFile(w.page);
    await w.waitTerminal(/it says one[^]*>>> ?$/);
    await screenshot("ran");
    for (const name of ["helper.py", "uses.py"])
      assert.ok(!existsSync(path.join(home, "data/virtual/demo", name)), name);
  });

  test("what is edited is imported by the next run, saved or not", async ({ workbench: w, folder }) => {
    await openFile(w.page, "helper.py");
    await w.page.keyboard.press("Control+A");
    await w.page.keyboard.type("WORD = 'two'");
    await openFile(w.page, "uses.py");
    await runFile(w.page);
    await w.waitTerminal(/it says two[^]*>>> ?$/);
    assert.match(readFileSync(path.join(folder, "helper.py"), "utf8"), /^WORD = 'two'/);
  });

  test("a traceback leads to the module in the workspace", async ({ workbench: w }) => {
    await openFile(w.page, "fails.py");
    await runFile(w.page);
    await w.waitTerminal(/ValueError: for once[^]*>>> ?$/);
    await followTerminalLink(w.page, 'File "wrong.py", line 2');
    await w.page.locator('.tab.active[aria-label*="wrong.py"]').waitFor();
    assert.match(await w.editorText(), /def fail/);
    assert.equal(await w.tab("wrong.py, demo").count(), 0);
  });

  test("it is there after a soft reset", async ({ workbench: w }) => {
    await w.run("MicroPython: Soft Reset");
    await w.waitTerminal(/soft reboot[^]*>>> ?$/);
    await openFile(w.page, "uses.py");
    await runFile(w.page);
    await w.waitTerminal(/soft reboot[^]*it says two[^]*>>> ?$/);
    await w.treeRow(MOUNTED).waitFor();
  });

  test("a program that runs is not stopped unasked to unmount it", async ({ workbench: w, screenshot }) => {
    await w.typeTerminal("import time; time.sleep(60)\r");
    await w.treeRow(/demo.*running · workspace mounted/).waitFor();
    await w.run("MicroPython: Unmount Workspace");
    await w.toast("A program is running on demo. Stop it and unmount?").waitFor();
    await screenshot("asked");
    await w.nextStatus("Unmounted the workspace from demo", () =>
      w.toastButton("A program is running on demo", "Stop and Unmount"),
    );
    await w.treeRow(/demo.*ready$/).waitFor();
  });

  test("without it the modules are not there", async ({ workbench: w }) => {
    // What was imported before stays, as in any program.
    await w.run("MicroPython: Soft Reset");
    await w.waitTerminal(/soft reboot[^]*soft reboot[^]*>>> ?$/);
    await runFile(w.page);
    await w.waitTerminal(/no module named 'helper'[^]*>>> ?$/);
  });

  test("a disconnect ends it", async ({ workbench: w, screenshot }) => {
    await w.nextStatus("Mounted blink on demo", () => w.run("MicroPython: Mount Workspace on Board"));
    await w.treeRow(MOUNTED).waitFor();
    await w.run("MicroPython: Disconnect");
    await w.treeRow(/demo.*not connected$/).waitFor();
    await connectByRow(w, "demo");
    await w.treeRow(/demo.*ready$/).waitFor();
    assert.equal(await w.offers("MicroPython: Unmount Workspace"), false);
    await screenshot("again");
  });

  test("of several folders one is chosen", async ({ workbench: w, dir, folder, server, screenshot }) => {
    const second = path.join(dir, "second");
    mkdirSync(second);
    writeFileSync(path.join(second, "only.py"), "print('it is the second')\n");
    const both = path.join(dir, "both.code-workspace");
    writeFileSync(both, JSON.stringify({ folders: [{ path: folder }, { path: second }] }));
    const address = new URL(server.address(folder));
    address.searchParams.delete("folder");
    address.searchParams.set("workspace", both);
    await w.page.goto(String(address));
    await w.isOpen();
    // Now and then VS Code's server opens such a workspace without its folders; a reload brings them.
    await eventually("both folders in the explorer", async () => {
      await w.activity("Explorer");
      const there = await w
        .treeRow("second")
        .waitFor({ timeout: 5_000 })
        .then(
          () => true,
          () => false,
        );
      if (!there) await w.reload();
      return there;
    });
    await w.activity("MicroPython");
    await w.treeRow("demo").waitFor();
    await connectByRow(w, "demo");
    await w.run("MicroPython: Mount Workspace on Board");
    await w.page.getByPlaceholder("Mount which folder?").waitFor();
    await screenshot("asked");
    await w.nextStatus("Mounted second on demo", () => w.pick("second").click());
    await w.run("MicroPython: Open REPL");
    await w.waitTerminal(/>>> ?$/);
    await w.typeTerminal("import only\r");
    await w.waitTerminal(/it is the second/);
  });
}
