// The Boards view: connect, files, two boards at once, unplug and come back, disconnect.
import assert from "node:assert/strict";
import { openFile, processes, runFile, stopProgram } from "./steps.mjs";

export default function tests(test) {
  test("the demo board is listed, and connects from its row", async ({ workbench: w }) => {
    await w.activity("MicroPython");
    const row = w.treeRow("demo");
    await row.waitFor();
    await row.hover();
    await row.locator('.action-label[aria-label*="Connect"]').click();
    await w.treeRow(/demo.*ready/).waitFor();
  });

  test("its files are below it, and open", async ({ workbench: w }) => {
    await w.run("MicroPython: Open REPL");
    await w.waitTerminal(/>>> ?$/);
    await w.typeTerminal("f = open('note.txt', 'w'); f.write('hello from the board'); f.close()\n");
    await w.waitTerminal(/\n20\n>>> ?$/);
    await w.treeRow("demo").click();
    await w.treeRow("note.txt").click();
    await w.page.locator(".editor-instance .view-lines", { hasText: "hello from the board" }).waitFor();
    await w.treeRow("demo").click();
  });

  test("a second board runs beside the first", async ({ workbench: w }) => {
    await openFile(w.page, "main.py");
    await runFile(w.page);
    await w.waitTerminal(/●\n○/);
    await w.run("MicroPython: Add Board…");
    await w.page.locator(".quick-input-list .monaco-list-row", { hasText: "Virtual Board" }).click();
    const box = w.page.locator(".quick-input-widget .quick-input-box input:visible");
    await w.page.getByPlaceholder("bench").waitFor();
    await box.fill("second");
    await w.page.keyboard.press("Enter");
    await w.treeRow(/second.*ready/).waitFor();
    await w.contextMenu(w.treeRow("second"), "Open REPL");
    await w.waitTerminal(/^(?![^]*Blinking)[^]*>>> ?$/);
    await w.typeTerminal("6 * 7\n");
    await w.waitTerminal(/\n42\n>>> ?$/);
    await w.treeRow(/demo.*running main\.py/).waitFor();
  });

  test("a board that goes away is waited for, and comes back", async ({ workbench: w, dir }) => {
    const [board] = processes(dir, "board.mjs", '"name": "second"');
    assert.ok(board !== undefined, "the second board's process was not found");
    process.kill(board, "SIGKILL");
    await w.waitTerminal(/connection lost: the board's process ended[^]*reconnected[^]*>>> ?$/);
    await w.typeTerminal("print('back')\n");
    await w.waitTerminal(/\nback\n>>> ?$/);
    await stopProgram(w.page);
    await w.treeRow(/demo.*ready/).waitFor();
  });

  test("a disconnected terminal connects on Enter", async ({ workbench: w }) => {
    await w.contextMenu(w.treeRow("second"), "Disconnect");
    await w.waitTerminal(/disconnected; press Enter to connect\n?$/);
    await w.treeRow(/second.*not connected/).waitFor();
    await w.typeTerminal("\n");
    await w.waitTerminal(/press Enter to connect\n[^]*>>> ?$/);
  });
}
