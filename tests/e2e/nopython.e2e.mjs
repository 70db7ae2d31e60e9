// A computer without Python: said once, clearly, with what to do; a Python named in the settings is taken at once.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync, existsSync } from "node:fs";
import path from "node:path";
import { openFile, runFile } from "./steps.mjs";

/** An empty PATH has no Python; VS Code's server itself is started by its full path. */
export const options = { env: { PATH: "/nonexistent" } };

export default function tests(test) {
  test("the status bar says that something is missing, and nobody is interrupted", async ({ workbench: w }) => {
    await w.status("MicroPython").waitFor();
    await openFile(w.page, "main.py");
  });

  test("Run says what is missing and what to do", async ({ workbench: w }) => {
    await runFile(w.page);
    const toast = w.toast(/No Python 3\.10 or newer was found/);
    await toast.waitFor();
    assert.deepEqual(await toast.locator(".monaco-button").allTextContents(), ["Settings", "Install Python"]);
    await w.activity("MicroPython");
    await w.page.getByText("Jumperwire needs Python 3.10 or newer").waitFor();
  });

  test("a Python named in the settings is taken at once", async ({ workbench: w, data, python }) => {
    // In a remote window, settings of the machine are in the server's own file.
    const file = path.join(data, "Machine", "settings.json");
    mkdirSync(path.dirname(file), { recursive: true });
    const before = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
    writeFileSync(file, JSON.stringify({ ...before, "jumperwire.python": python }));
    await w.treeRow("demo").waitFor();
    await w.toast(/No Python/).waitFor({ state: "detached" });
  });
}
