// Packages, from an index on this computer: searched for, installed, listed, uninstalled.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { startIndex } from "./index.mjs";
import { connectByRow, eventually } from "./steps.mjs";

const INSTALL = "MicroPython: Install Package…";

const index = await startIndex([
  {
    name: "aioble",
    version: "0.6",
    description: "Bluetooth Low Energy with asyncio",
    files: { "aioble/__init__.py": "import queue\n" },
    deps: ["queue"],
  },
  {
    name: "queue",
    version: "1.0",
    description: "Values handed from one task to another",
    files: { "queue.py": "X = 1\n" },
  },
  {
    name: "umqtt.simple",
    version: "1.5",
    description: "A small MQTT client",
    files: { "umqtt/simple.py": "class MQTTClient:\n    pass\n" },
  },
]);
index.files.set(
  "/mine/package.json",
  JSON.stringify({ version: "3", urls: [["mine.py", `${index.address}/mine/mine.py`]] }),
);
index.files.set("/mine/mine.py", "MINE = True\n");

export const options = {
  files: () => ({ ".vscode/settings.json": JSON.stringify({ "jumperwire.packageIndex": index.address }) }),
  env: { no_proxy: "127.0.0.1" },
};

export default function tests(test) {
  test("an index that does not answer is told, and asked again", async ({ workbench: w, screenshot }) => {
    await w.activity("MicroPython");
    await w.treeRow("demo").waitFor();
    await connectByRow(w, "demo");
    await w.treeRow("demo").click();
    await w.treeRow("Packages").click();
    await w.treeRow("no packages").waitFor();
    index.broken = true;
    await w.run(INSTALL);
    const failed = w.pick("Could not load the list of packages");
    await failed.waitFor();
    await screenshot("offline");
    index.broken = false;
    await failed.click();
    for (const name of ["aioble", "queue", "umqtt.simple"]) await w.pick(name).waitFor();
    await screenshot("all");
  });

  test("a word finds a package, which comes with what it needs", async ({ workbench: w, home, screenshot }) => {
    await w.type("bluetooth");
    await eventually("one package", async () => (await w.picks()).length === 1);
    await w.pick("aioble").waitFor();
    await screenshot("found");
    await w.nextStatus("Installed aioble 0.6 and 1 more on demo: 2 files sent", () => w.pick("aioble").click());
    await w.treeRow(/^queue1\.0 · a dependency$/).waitFor();
    await w.treeRow(/^aioble0\.6$/).waitFor();
    await screenshot("installed");
    assert.equal(on(home, "lib/aioble/__init__.py"), "import queue\n");
    assert.equal(on(home, "lib/queue.py"), "X = 1\n");
  });

  test("from the row of packages, what is there already is not sent again", async ({ workbench: w, screenshot }) => {
    await w.treeRow("Packages").hover();
    await screenshot("row");
    await w.rowAction(w.treeRow("Packages"), "Install Package…");
    await w.pick("queue").waitFor();
    await w.type("queue@1.0");
    await w.pick("this version").waitFor();
    await w.nextStatus("Already installed on demo: queue 1.0, 1 file", () => w.pick("this version").click());
    // It was asked for now.
    await w.treeRow(/^queue1\.0$/).waitFor();
  });

  test("a package is uninstalled when that is meant", async ({ workbench: w, home, screenshot }) => {
    await w.contextMenu(w.treeRow("aioble"), "Uninstall");
    await w.dialog("Uninstall aioble from demo?").waitFor();
    await screenshot("asked");
    await w.dialogButton("Uninstall aioble from demo?", "Cancel");
    assert.equal(on(home, "lib/aioble/__init__.py"), "import queue\n");
    const entry = await w.openContextMenu(w.treeRow("aioble"), "Uninstall");
    await screenshot("menu");
    await entry.click();
    await w.nextStatus("Uninstalled aioble from demo: 1 file deleted", () =>
      w.dialogButton("Uninstall aioble from demo?", "Uninstall"),
    );
    await w.treeRow("aioble").waitFor({ state: "detached" });
    assert.ok(!existsSync(path.join(flash(home), "lib/aioble")));
    assert.equal(on(home, "lib/queue.py"), "X = 1\n");
  });

  test("a name that is not in the index is refused", async ({ workbench: w, home, screenshot }) => {
    await w.contextMenu(w.treeRow(/demo.*ready/), "Install Package…");
    await w.type("nonesuch");
    await w.pick("The index has no such package").waitFor();
    await screenshot("none");
    await w.pick("nonesuch").click();
    await w.toast(`There is no nonesuch in ${index.address}. Nothing was installed.`).waitFor();
    await screenshot("told");
    assert.ok(!existsSync(path.join(flash(home), "lib/nonesuch.py")));
    await w.run("Notifications: Clear All Notifications");
  });

  test("an installation that takes long is cancelled, and nothing is installed", async ({
    workbench: w,
    home,
    screenshot,
  }) => {
    index.holds = /^\/file\//;
    await w.run(INSTALL);
    await w.pick("umqtt.simple").click();
    const progress = w.toast("Installing umqtt.simple on demo");
    await progress.waitFor();
    await eventually("a file that is waited for", () => index.held.length > 0);
    await screenshot("shown");
    await progress.hover();
    await progress.locator(".monaco-button").filter({ hasText: "Cancel" }).click();
    await progress.waitFor({ state: "detached" });
    // The sidecar, which answers in order, has heard of it before the connections break.
    await w.run(INSTALL);
    await w.pick("umqtt.simple").waitFor();
    await w.page.keyboard.press("Escape");
    index.holds = undefined;
    for (const response of index.held.splice(0)) response.destroy();
    await w.treeRow(/demo.*ready/).waitFor();
    assert.equal(await w.toast("could not be downloaded").count(), 0);
    assert.ok(!existsSync(path.join(flash(home), "lib/umqtt")));
  });

  test("an address is taken as it is", async ({ workbench: w, home }) => {
    await w.run(INSTALL);
    const address = `${index.address}/mine/package.json`;
    await w.type(address);
    await w.pick("from this address").waitFor();
    await w.nextStatus(/Installed .* 3 on demo: 1 file sent/, () => w.pick("from this address").click());
    assert.equal(on(home, "lib/mine.py"), "MINE = True\n");
  });

  test("a program that runs is not stopped unasked", async ({ workbench: w, home, screenshot }) => {
    await w.run("MicroPython: Open REPL");
    await w.waitTerminal(/>>> ?$/);
    await w.typeTerminal("import time; time.sleep(60)\r");
    await w.treeRow(/demo.*running/).waitFor();
    await w.run("MicroPython: Refresh Boards");
    await w.treeRow("Stop the program to see the files").waitFor();
    await screenshot("running");
    await w.run(INSTALL);
    await w.pick("umqtt.simple").click();
    await w.toast("A program is running on demo. Stop it and install?").waitFor();
    assert.equal(on(home, "lib/umqtt/simple.py"), undefined);
    await w.nextStatus("Installed umqtt.simple 1.5 on demo: 1 file sent", () =>
      w.toastButton("A program is running on demo", "Stop and Install"),
    );
  });
}

const flash = (home) => path.join(home, "data/virtual/demo");

/** A file on the board's flash. */
function on(home, name) {
  const file = path.join(flash(home), name);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
