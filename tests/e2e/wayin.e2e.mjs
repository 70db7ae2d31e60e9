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
}
