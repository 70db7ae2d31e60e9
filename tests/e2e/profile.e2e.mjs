// The terminal profile "MicroPython REPL": from the palette and from the dropdown beside the terminals' plus.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { eventually } from "./steps.mjs";

const PROFILE = /MicroPython REPL/;

export default function tests(test) {
  test("the palette's list of profiles opens a REPL, and connects the board", async ({ workbench: w, data }) => {
    await w.activity("MicroPython");
    await w.treeRow("demo").waitFor();
    const row = w.pick(PROFILE);
    for (let tries = 0; !(await appears(row)); tries += 1) {
      assert.ok(tries < 5, "the profile never was in the list");
      await w.page.keyboard.press("Escape");
      await listAgain(data, tries);
      await w.run("Create New Terminal (With Profile)");
    }
    await row.click();
    await w.waitTerminal(/MicroPython v[^]*>>> ?$/);
    await w.typeTerminal("6 * 7\n");
    await w.waitTerminal(/\n42\n>>> ?$/);
  });

  test("the dropdown opens a second one on the same board", async ({ workbench: w }) => {
    await w.page.locator(".part.panel .monaco-dropdown-with-primary .monaco-dropdown .action-label").click();
    const entry = w.page.locator(".monaco-menu .action-item", { hasText: PROFILE }).first();
    await entry.hover();
    await w.page.waitForTimeout(200);
    await w.newTerminal(() => entry.click());
    await eventually(
      "two terminals",
      async () => (await w.page.locator(".part.panel .tabs-list .monaco-list-row").count()) === 2,
    );
    await w.waitTerminal(/42\n>>> ?$/);
    await w.typeTerminal("'in ' + 'both'\n");
    await w.waitTerminal(/\n'in both'\n>>> ?$/);
    await w.page.locator(".part.panel .tabs-list .monaco-list-row").first().click();
    await w.waitTerminal(/\n'in both'\n>>> ?$/);
    assert.deepEqual(w.errors, []);
  });
}

/**
 * VS Code lists extensions' profiles once when a window opens, at times before it has read the extensions of a remote one
 * (seen with its own "JavaScript Debug Terminal" as well). A changed setting makes it look again.
 */
async function listAgain(data, tries) {
  const file = path.join(data, "Machine", "settings.json");
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(
    file,
    JSON.stringify({ "terminal.integrated.profiles.linux": { [`profile ${tries}`]: { path: "/bin/sh" } } }),
  );
  await new Promise((resolve) => setTimeout(resolve, 1_000));
}

function appears(row) {
  return row.waitFor({ timeout: 2_000 }).then(
    () => true,
    () => false,
  );
}
