// The extension is installed, starts by itself in a MicroPython workspace, and looks right in both themes.
import assert from "node:assert/strict";

export default function tests(test) {
  test("the workbench opens, and the extension is installed", async ({ workbench: w }) => {
    await w.treeRow("main.py").waitFor();
    await w.activity("Extensions");
    await w.page.locator(".extension-list-item").filter({ hasText: "Jumperwire for MicroPython" }).first().waitFor();
  });

  test("the Boards view shows the virtual board", async ({ workbench: w }) => {
    await w.activity("MicroPython");
    await w.treeRow("demo").waitFor();
    const [first] = await w.treeRows();
    assert.deepEqual(first, { label: "demo", description: "not connected", level: 1 });
  });

  test("its tooltip tells what it is", async ({ workbench: w }) => {
    assert.match(await w.hover(w.treeRow("demo"), "simulated board"), /Address\s+virtual:demo/);
  });

  test("the same in light", async ({ workbench: w, screenshot }) => {
    await w.theme("light");
    await w.treeRow("demo").waitFor();
    await screenshot("boards");
    await w.theme("dark");
  });

  test("a window that is loaded again finds its board again", async ({ workbench: w }) => {
    await w.reload();
    await w.activity("MicroPython");
    await w.treeRow("demo").waitFor();
    assert.deepEqual(w.errors, []);
  });
}
