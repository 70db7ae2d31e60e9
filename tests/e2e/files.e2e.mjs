// Files on the board, as one handles them in the Boards view and in editors. What is on it is read from its flash, which
// is a folder of this computer.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { connectByRow, drag, dragOverActivity, eventually, openFile, runFile, unfold } from "./steps.mjs";

export const options = {
  files: () => ({ "driver.py": "x = 1\n", "sensor/__init__.py": "", "sensor/bme.py": "y = 2\n" }),
};

export default function tests(test) {
  test("a file of the explorer is dragged onto the board", async ({ workbench: w, home, screenshot }) => {
    await w.activity("MicroPython");
    const board = w.treeRow("demo");
    await board.waitFor();
    await connectByRow(w, "demo");
    await w.activity("Explorer");
    await dragOverActivity(w.page, w.treeRow("driver.py"), "MicroPython", board, () => screenshot("over"));
    await eventually("driver.py on the board", () => on(home, "driver.py") === "x = 1\n");
    await w.status(/Uploaded 1 file, 6 B to demo/).waitFor();
  });

  test("it is opened from the tree, changed and saved", async ({ workbench: w, home }) => {
    await w.activity("MicroPython");
    await w.treeRow("demo").click();
    await w.treeRow("driver.py").dblclick();
    await w.page.locator(".editor-group-container.active .monaco-editor.focused").waitFor();
    await w.page.keyboard.press("Control+End");
    await w.page.keyboard.type("z = 3");
    await w.page.keyboard.press("Control+S");
    await eventually("the change on the board", () => on(home, "driver.py") === "x = 1\nz = 3");
    await w.treeRow(/driver\.py.*11 B/).waitFor();
  });

  test("a folder is made, and a file in it", async ({ workbench: w, home, screenshot }) => {
    await w.contextMenu(w.treeRow("demo"), "New Folder…");
    await w.answerWhen("The name of the new folder on demo", "lib");
    await eventually("the folder", () => existsSync(flash(home, "lib")));
    await w.treeRow("lib").waitFor();
    await w.contextMenu(w.treeRow("lib"), "New File…");
    await w.inputMessage("The name of the new file in lib on demo").waitFor();
    await w.type("driver\\py");
    await w.inputMessage("A name has no slashes").waitFor();
    await screenshot("refused");
    await w.answer("helper.py");
    await w.page.locator('.tab.active[aria-label*="helper.py"]').waitFor();
    await w.treeRow("helper.py").waitFor();
    assert.equal(on(home, "lib/helper.py"), "");
  });

  test("a file is dragged into a folder, and its editor goes along", async ({ workbench: w, home }) => {
    await drag(w.page, w.treeRow("driver.py"), w.treeRow("lib"));
    await eventually(
      "the file in the folder",
      () => on(home, "lib/driver.py") !== undefined && on(home, "driver.py") === undefined,
    );
    await w.tab("driver.py").click();
    await w.page.locator(".breadcrumbs-below-tabs", { hasText: "lib" }).waitFor();
  });

  test("a file is renamed by its key", async ({ workbench: w, home, screenshot }) => {
    const row = w.treeRow("driver.py");
    await row.click();
    await pressUntil(row, "F2", w.inputMessage("A new name for driver.py"));
    await screenshot("asked");
    await w.type("helper.py");
    await w.inputMessage("helper.py already exists.").waitFor();
    await w.answer("motor.py");
    await eventually("the new name", () => on(home, "lib/motor.py") === "x = 1\nz = 3");
    await w.tab("motor.py").waitFor();
  });

  test("a file is dragged into the editors, and opens", async ({ workbench: w }) => {
    await w.run("View: Close All Editors");
    await w.tab("motor.py").waitFor({ state: "detached" });
    await drag(w.page, w.treeRow("motor.py"), w.page.locator(".part.editor"));
    await w.tab("motor.py").waitFor();
    await w.tab("helper.py").waitFor({ state: "detached" });
  });

  test("a folder of the explorer is uploaded by its menu", async ({ workbench: w, home, screenshot }) => {
    await w.activity("Explorer");
    const entry = await w.openContextMenu(w.treeRow("sensor"), "Upload to Board…");
    await screenshot("menu");
    await entry.click();
    await eventually("the folder on the board", () => on(home, "sensor/bme.py") === "y = 2\n");
    await w.status(/Uploaded 2 files, 6 B to demo/).waitFor();
  });

  test("what is there already is replaced after one question", async ({ workbench: w, home, folder, screenshot }) => {
    writeFileSync(path.join(folder, "sensor/bme.py"), "y = 4\n");
    await w.contextMenu(w.treeRow("sensor"), "Upload to Board…");
    await w.dialog("sensor already exists on demo. Replace it?").waitFor();
    await screenshot("asked");
    await w.dialogButton("sensor already exists on demo", "Replace");
    await eventually("the new content", () => on(home, "sensor/bme.py") === "y = 4\n");
    await w.status(/Uploaded 1 file \(1 unchanged\)/).waitFor();
  });

  test("properties tell size, time and room", async ({ workbench: w, screenshot }) => {
    await w.activity("MicroPython");
    // Rows that are still coming push the others down. VS Code may have folded what it drew again behind another view.
    await eventually("all rows", async () => {
      await unfold(w.treeRow("lib"));
      const labels = (await w.treeRows()).map(({ label }) => label);
      return labels.join() === "demo,lib,helper.py,motor.py,sensor,Packages";
    });
    const entry = await w.openContextMenu(w.treeRow("motor.py"), "Properties");
    await screenshot("menu");
    await entry.click();
    await w.dialog("Path: /lib/motor.py").waitFor();
    await screenshot("shown");
    await w.page.keyboard.press("Escape");
  });

  test("a folder is downloaded whole", async ({ workbench: w, folder, screenshot }) => {
    mkdirSync(path.join(folder, "from-board"));
    await w.contextMenu(w.treeRow("lib"), "Download…");
    await w.page.getByText("Download lib from demo").waitFor();
    await screenshot("asked");
    await w.pick("from-board").click();
    await w.pick("from-board").waitFor({ state: "detached" });
    await w.page.locator(".quick-input-widget .monaco-button", { hasText: "Download Here" }).click();
    await eventually(
      "the files",
      () =>
        read(folder, "from-board/lib/motor.py") === "x = 1\nz = 3" && read(folder, "from-board/lib/helper.py") === "",
    );
  });

  test("a key is about the row that has the focus, also right after a click on another", async ({
    workbench: w,
    home,
    screenshot,
  }) => {
    await w.treeRow("helper.py").click();
    await w.tab("helper.py").waitFor();
    await w.treeRow("helper.py").press("ArrowDown");
    await w.treeRow("motor.py").and(w.page.locator(".focused")).waitFor();
    await pressUntil(w.treeRow("motor.py"), "Delete", w.dialog("Delete motor.py from demo?"));
    await screenshot("asked");
    await w.page.keyboard.press("Enter"); // keeps it
    await w.dialog("Delete motor.py from demo?").waitFor({ state: "detached" });
    await pressUntil(w.treeRow("motor.py"), "F2", w.inputMessage("A new name for motor.py"));
    await w.page.keyboard.press("Escape");
    assert.notEqual(on(home, "lib/motor.py"), undefined);
    // What was selected is still selected.
    await w.treeRow("helper.py").and(w.page.locator(".selected")).waitFor();
  });

  test("several are deleted after one question", async ({ workbench: w, home, screenshot }) => {
    await w.treeRow("helper.py").click();
    await w.tab("helper.py").waitFor();
    await w.treeRow("motor.py").click({ modifiers: ["Control"] });
    await pressUntil(w.treeRow("motor.py"), "Delete", w.dialog("Delete these 2 items from demo?"));
    await screenshot("asked");
    await w.page.keyboard.press("Enter"); // keeps them
    await w.dialog("Delete these 2 items from demo?").waitFor({ state: "detached" });
    await pressUntil(w.treeRow("motor.py"), "Delete", w.dialog("Delete these 2 items from demo?"));
    assert.notEqual(on(home, "lib/motor.py"), undefined);
    await w.dialogButton("Delete these 2 items from demo?", "Delete");
    await eventually(
      "they are gone",
      () => on(home, "lib/helper.py") === undefined && on(home, "lib/motor.py") === undefined,
    );
    await w.treeRow("motor.py").waitFor({ state: "detached" });
    await w.tab("motor.py").waitFor({ state: "detached" });
  });

  test("a save while a program runs asks, and stops it when told to", async ({ workbench: w, home, screenshot }) => {
    await w.contextMenu(w.treeRow("lib"), "New File…");
    await w.answerWhen("The name of the new file in lib on demo", "late.py");
    await w.page.locator('.tab.active[aria-label*="late.py"]').waitFor();
    await openFile(w.page, "main.py");
    await runFile(w.page);
    await w.waitTerminal(/●\n○/);
    await w.tab("late.py").click();
    await w.page.keyboard.type("late = True");
    await w.page.keyboard.press("Control+S");
    await w.toast("main.py is running on demo. Stop it and save?").waitFor();
    await screenshot("asked");
    await w.toastButton("main.py is running on demo.", "Cancel");
    await w.toast("Failed to save 'late.py'").waitFor();
    await screenshot("cancelled");
    assert.equal(on(home, "lib/late.py"), "");
    await w.page.keyboard.press("Control+S");
    await w.toastButton("main.py is running on demo. Stop it and save?", "Stop and Save");
    await eventually("the content", () => on(home, "lib/late.py") === "late = True");
    await w.treeRow(/demo.*ready/).waitFor();
  });

  test("a long upload says how far it is, and is cancelled", async ({ workbench: w, home, folder, screenshot }) => {
    writeFileSync(path.join(folder, "big.bin"), randomBytes(200_000));
    await w.run("MicroPython: Add Board…");
    await w.pick("Virtual Board").click();
    await w.page.getByPlaceholder("bench").waitFor();
    await w.answer("slow?baud=115200");
    await w.treeRow(/slow.*ready/).waitFor();
    await w.contextMenu(w.treeRow("slow"), "Upload File…");
    await w.pick("big.bin").click();
    const progress = w.toast(/Uploading to slow.*big\.bin – .* of 195 KiB, .*KiB\/s/);
    await progress.waitFor();
    await screenshot("shown");
    await progress.hover();
    await progress.locator(".monaco-button").filter({ hasText: "Cancel" }).click();
    await progress.waitFor({ state: "detached" });
    assert.equal(existsSync(path.join(home, "data/virtual/slow/big.bin")), false);
    await w.treeRow(/slow.*ready/).waitFor();
  });
}

/** A click on a file opens it too, which takes the focus from what is asked in the same moment: press again. */
async function pressUntil(row, key, asked) {
  await eventually("the question", async () => {
    if (!(await asked.isVisible())) await row.press(key);
    return asked.waitFor({ timeout: 1_000 }).then(
      () => true,
      () => false,
    );
  });
}

function flash(home, name) {
  return path.join(home, "data/virtual/demo", name);
}

function on(home, name) {
  return read(flash(home, ""), name);
}

function read(folder, name) {
  const file = path.join(folder, name);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
