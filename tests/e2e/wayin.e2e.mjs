// The first minute: a folder with one Python file that nobody has prepared, and no board but those that are simulated.
import assert from "node:assert/strict";
import { editorButton, openFile, runFile } from "./steps.mjs";

export const options = {
  plain: true,
  files: () => ({ "main.py": "print('first', 'light')\n" }),
  machine: { "jumperwire.virtualBoard.enabled": false },
};

export default function tests(test) {
  test("the run button is there before anything of ours is started", async ({ workbench: w }) => {
    await openFile(w.page, "main.py");
    await editorButton(w.page, "Run Current File on Board").waitFor();
    assert.equal(await w.status("MicroPython").count(), 0);
  });

  test("Run without a board says what is missing, with a virtual board as a way out", async ({ workbench: w }) => {
    await runFile(w.page);
    const toast = w.toast("No board was found on USB");
    await toast.waitFor();
    assert.deepEqual(await toast.locator(".monaco-button").allTextContents(), ["Add Virtual Board…", "Add Board…"]);
  });

  test("the empty view offers a virtual board, and help on drivers and permissions", async ({ workbench: w }) => {
    await w.activity("MicroPython");
    await w.page.getByText("No board was found. Plug one in").waitFor();
    await w.page.getByText("Help with Drivers and Permissions").waitFor();
    await w.page.locator(".part.sidebar .monaco-button", { hasText: "Add Virtual Board…" }).click();
    await w.page.getByPlaceholder("bench").waitFor();
    await w.answer("bench");
    await w.treeRow(/bench.*ready/).waitFor();
  });

  test("Run shows the output of the file", async ({ workbench: w }) => {
    await openFile(w.page, "main.py");
    await runFile(w.page);
    await w.waitTerminal(/first light\n/);
  });

  test("a new file takes its folders along, and runs from its menu", async ({ workbench: w }) => {
    await w.contextMenu(w.treeRow("bench"), "New File…");
    await w.answerWhen("The name of the new file on bench", "tools/hello.py");
    await w.page.locator('.tab.active[aria-label*="hello.py"]').waitFor();
    await w.page.keyboard.type("print('from', 'tools')");
    await w.page.keyboard.press("Control+S");
    await w.contextMenu(w.treeRow("hello.py"), "Run Current File on Board");
    await w.waitTerminal(/from tools\n/);
    await w.contextMenu(w.treeRow("hello.py"), "Open");
  });

  test("an address that cannot be reached stays in the box with the reason", async ({ workbench: w, screenshot }) => {
    await w.run("MicroPython: Add Board…");
    await w.pick("A board behind a TCP socket").click();
    await w.page.getByPlaceholder("192.168.1.20:2323").waitFor();
    await w.answer("nowhere");
    await w.inputMessage(/"socket:\/\/nowhere" is not a board address/).waitFor();
    await w.answer("127.0.0.1:1");
    await w.inputMessage("could not be opened: connection refused").waitFor();
    await screenshot("refused");
    assert.equal(await w.page.getByPlaceholder("192.168.1.20:2323").inputValue(), "127.0.0.1:1");
    await w.page.keyboard.press("Escape");
    await w.page.getByPlaceholder("192.168.1.20:2323").waitFor({ state: "hidden" });
    assert.equal(await w.treeRow("127.0.0.1").count(), 0);
  });

  test("it is kept if that is wanted", async ({ workbench: w }) => {
    await w.run("MicroPython: Add Board…");
    await w.pick("A board behind a TCP socket").click();
    await w.page.getByPlaceholder("192.168.1.20:2323").waitFor();
    await w.answer("127.0.0.1:1");
    await w.inputMessage("connection refused").waitFor();
    await w.page.locator('.quick-input-widget .action-label[aria-label*="Keep It in the List Anyway"]').click();
    await w.treeRow(/127\.0\.0\.1:1/).waitFor();
  });

  test("the terminal of a board that is forgotten closes", async ({ workbench: w }) => {
    const dialog = w.page.locator(".monaco-dialog-box").filter({ hasText: "Forget bench" });
    // The list may be drawn anew just then, which closes its menu: a person clicks again.
    for (let tries = 0; tries < 3 && !(await dialog.isVisible()); tries += 1) {
      await w.contextMenu(w.treeRow("bench"), "Forget Board");
      await dialog.waitFor({ timeout: 5_000 }).catch(() => undefined);
    }
    await w.dialogButton("Forget bench", "Forget");
    await w.treeRow("bench").waitFor({ state: "detached" });
    await w.page.locator(".terminal-wrapper.active").waitFor({ state: "detached" });
  });
}
