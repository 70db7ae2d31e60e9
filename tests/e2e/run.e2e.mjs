// Running files: from a fresh start to a blinking terminal, input, stop, tracebacks, and a run while another runs.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { followTerminalLink, openFile, runFile, runFocused, stopProgram } from "./steps.mjs";

const PROMPT = />>> ?$/;

export default function tests(test) {
  test("one press of Run on a fresh machine blinks", async ({ workbench: w }) => {
    await openFile(w.page, "main.py");
    await runFile(w.page);
    await w.waitTerminal(/Blinking[^]*●\n○\n●/);
    await w.status(/running main\.py/).waitFor();
    assert.ok(!(await w.terminalText()).includes("Traceback"));
  });

  test("the stop button brings the prompt back", async ({ workbench: w }) => {
    await stopProgram(w.page);
    await w.waitTerminal(/KeyboardInterrupt[^]*>>> ?$/);
    await w.status(/ready/).waitFor();
  });

  test("input() reads what is typed in the terminal", async ({ workbench: w }) => {
    await openFile(w.page, "hello.py");
    await runFocused(w.page);
    await w.waitTerminal(/Who is there\? ?$/);
    await w.typeTerminal("Ada\n");
    await w.waitTerminal(/(Hello, Ada\n){3}[^]*>>> ?$/);
  });

  test("an endless loop without output is stopped", async ({ workbench: w, folder }) => {
    writeFileSync(path.join(folder, "loop.py"), "print('in the loop')\nwhile True:\n    pass\n");
    await openFile(w.page, "loop.py");
    await runFocused(w.page);
    await w.waitTerminal(/in the loop/);
    const pressed = Date.now();
    await stopProgram(w.page);
    await w.waitTerminal(/loop\.py", line \d+[^]*KeyboardInterrupt[^]*>>> ?$/);
    assert.ok(Date.now() - pressed < 3_000, "the prompt was late");
  });

  test("a program that prints without end is stopped, and the terminal keeps up", async ({ workbench: w, folder }) => {
    writeFileSync(path.join(folder, "flood.py"), "while True:\n    print('x' * 70)\n");
    await openFile(w.page, "flood.py");
    await runFocused(w.page);
    await w.waitTerminal(/x{70}/);
    await stopProgram(w.page);
    await w.waitTerminal(/flood\.py", line 2[^]*KeyboardInterrupt[^]*>>> ?$/, 5_000);
  });

  test("a failure is told with its line, marked in the file, and no longer after the next run", async ({
    workbench: w,
    folder,
    screenshot,
  }) => {
    await w.waitTerminal(/■ flood\.py stopped\n>>> ?$/);
    const bad = path.join(folder, "fails.py");
    writeFileSync(bad, "def check(x):\n    raise ValueError('too small')\n\n\ncheck(1)\n");
    await openFile(w.page, "fails.py");
    await runFocused(w.page);
    await w.waitTerminal(/ValueError: too small\n■ fails\.py failed: ValueError in line 2\n>>> ?$/);
    await w.page.locator(".squiggly-error").first().waitFor();
    await screenshot("marked");
    writeFileSync(bad, "x = 1\nx = = 2\n");
    await w.page.locator(".view-lines", { hasText: "x = = 2" }).waitFor();
    await runFocused(w.page);
    await w.waitTerminal(/■ fails\.py failed: SyntaxError in line 2\n>>> ?$/);
    await w.page.locator(".squiggly-error").first().waitFor();
    writeFileSync(bad, "x = 1\n");
    await w.page.locator(".view-lines", { hasText: "x = = 2" }).waitFor({ state: "detached" });
    await runFocused(w.page);
    await w.waitTerminal(/■ fails\.py done\n>>> ?$/);
    await w.page.locator(".squiggly-error").waitFor({ state: "detached" });
  });

  test("a module that is only in the workspace is offered to be synced or mounted", async ({
    workbench: w,
    folder,
    screenshot,
  }) => {
    writeFileSync(path.join(folder, "blinks.py"), "value = 'from the workspace'\n");
    writeFileSync(path.join(folder, "wants.py"), "import blinks\nprint(blinks.value)\n");
    await openFile(w.page, "wants.py");
    await runFocused(w.page);
    const text = /wants\.py imports blinks, which is in the workspace but not on demo/;
    await w.toast(text).waitFor();
    await screenshot("offered");
    await w.toastButton(text, "Mount and Run");
    await w.waitTerminal(/from the workspace\n■ wants\.py done\n>>> ?$/);
    await w.run("MicroPython: Unmount Workspace");
    await w.status(/Unmounted the workspace/).waitFor();
  });

  test("a traceback names the file, and its line opens", async ({ workbench: w, folder }) => {
    writeFileSync(path.join(folder, "bad.py"), "def divide():\n    return 1 / 0\n\n\ndivide()\n");
    await openFile(w.page, "bad.py");
    await runFocused(w.page);
    await w.waitTerminal(/File "bad\.py", line 5[^]*File "bad\.py", line 2[^]*ZeroDivisionError[^]*>>> ?$/);
    await openFile(w.page, "main.py");
    await followTerminalLink(w.page, 'File "bad.py", line 2');
    await w.page.locator('.tab.active[aria-label*="bad.py"]').waitFor();
    await w.status(/Ln 2, Col 1/).waitFor();
  });

  test("a run while another runs asks, and stops it when told to", async ({ workbench: w }) => {
    await openFile(w.page, "main.py");
    await runFocused(w.page);
    await w.waitTerminal(/●\n○/);
    await openFile(w.page, "hello.py");
    await runFocused(w.page);
    const dialog = w.page.locator(".monaco-dialog-box");
    await dialog.getByText("main.py is running").waitFor();
    await dialog.locator(".monaco-button", { hasText: "Stop and Run" }).click();
    await w.waitTerminal(/Who is there\? ?$/);
    await w.typeTerminal("Bob\n");
    await w.waitTerminal(/Hello, Bob[^]*>>> ?$/);
    assert.match(await w.terminalText(), PROMPT);
  });
}
