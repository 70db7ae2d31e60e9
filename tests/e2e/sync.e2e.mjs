// Workspace and board kept in sync, as one sees it. What is on the board is read from its flash, which is a folder of this
// computer; what the board itself changes is typed into its REPL.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { connectByRow, eventually, openFile, processes } from "./steps.mjs";

const SYNC = "MicroPython: Sync Workspace to Board";

export const options = {
  files: () => ({ "lib/net.py": "def join():\n    pass\n", ".mpyignore": "*.md\n" }),
};

export default function tests(test) {
  test("a first sync is shown, and brings everything when it is applied", async ({
    workbench: w,
    home,
    screenshot,
  }) => {
    await w.activity("MicroPython");
    await w.treeRow("demo").waitFor();
    await connectByRow(w, "demo");
    await w.run(SYNC);
    await w.page.getByText("The first sync to demo: nothing is sent before you apply it.").waitFor();
    await w.page.getByText("3 files to send").waitFor();
    await screenshot("shown");
    assert.equal(on(home, "lib/net.py"), undefined);
    await applies(w, /Synced to demo: 3 files sent/);
    await screenshot("summary");
    assert.equal(on(home, "lib/net.py"), "def join():\n    pass\n");
    assert.notEqual(on(home, "main.py"), undefined);
    for (const name of ["README.md", "jumperwire.toml", ".mpyignore"]) assert.equal(on(home, name), undefined);
  });

  test("a second one finds nothing to do", async ({ workbench: w }) => {
    await w.nextStatus("demo is up to date: 3 files", () => w.page.keyboard.press("Control+Shift+U"));
  });

  test("a key alone writes nothing without a project file", async ({ workbench: w, home, folder, screenshot }) => {
    rmSync(path.join(folder, "jumperwire.toml"));
    write(folder, "lib/net.py", "def join():\n    jump\n");
    await w.page.keyboard.press("Control+Shift+U");
    await w.page.getByText("Without a jumperwire.toml, each sync is shown first.").waitFor();
    await screenshot("shown");
    assert.equal(on(home, "lib/net.py"), "def join():\n    pass\n");
    await applies(w, /Synced to demo: 1 file sent, 2 unchanged/);
    assert.equal(on(home, "lib/net.py"), "def join():\n    jump\n");
  });

  test("with one, an edit of the same size is sent at once, and nothing else", async ({
    workbench: w,
    home,
    folder,
  }) => {
    write(folder, "jumperwire.toml", "");
    write(folder, "lib/net.py", "def join():\n    exit\n");
    await syncs(w, /Synced to demo: 1 file sent, 2 unchanged/);
    assert.equal(on(home, "lib/net.py"), "def join():\n    exit\n");
  });

  test("the preview shows what would be done, and why", async ({ workbench: w, folder, screenshot }) => {
    write(folder, "lib/net.py", "def join():\n    return 1\n");
    write(folder, "lib/new.py", "x = 1\n");
    await w.run("MicroPython: Open REPL");
    await w.waitTerminal(/>>> $/);
    await boardWrites(w, "old.py", "print('old')");
    await boardWrites(w, "boot.py", "# its own");
    await w.run("MicroPython: Preview Sync");
    await w.treeRow("/lib/new.py").waitFor();
    await screenshot("shown");
    const rows = (await w.treeRows()).map(({ label, description }) => `${label} | ${description}`);
    const groups = [
      "To Create | 1 · 6 B",
      "/lib/new.py | only in the workspace · 6 B",
      "To Update | 1 · 25 B",
      "To Delete | 1 · 12 B",
      "/old.py | only on the board · 12 B",
      "Protected | 1",
      "Unchanged | 2",
    ];
    for (const group of groups)
      assert.ok(
        rows.some((row) => row.startsWith(group)),
        `${group}: ${rows.join("; ")}`,
      );
    assert.ok(
      rows.some((row) => /^\/lib\/net\.py \| content differs.* · 21 B → 25 B/.test(row)),
      rows.join("; "),
    );
    await w.page.getByText("2 files to send: 31 B, about 0.1 s. Not ticked: 1 item to delete.").waitFor();
  });

  test("a row of it opens the difference", async ({ workbench: w, screenshot }) => {
    await w.treeRow("/lib/net.py").click();
    await w.tab("net.py (demo ↔ workspace)").waitFor();
    await w.page.locator(".monaco-diff-editor .line-insert, .monaco-diff-editor .char-insert").first().waitFor();
    await screenshot("diff");
    await w.run("View: Close All Editors");
  });

  test("it looks again when a file is saved", async ({ workbench: w, folder }) => {
    await openFile(w.page, "new.py");
    await w.page.keyboard.press("Control+End");
    await w.page.keyboard.type("y = 2");
    await w.page.keyboard.press("Control+S");
    await w.treeRow(/\/lib\/new\.py.*11 B/).waitFor();
    assert.equal(readFileSync(path.join(folder, "lib/new.py"), "utf8"), "x = 1\ny = 2");
  });

  test("what is not ticked stays as it is", async ({ workbench: w, home, screenshot }) => {
    await w
      .treeRow("/lib/new.py")
      .locator(".monaco-custom-toggle, .custom-view-tree-node-item-checkbox")
      .first()
      .click();
    await w.page.getByText("Not ticked: 1 file to send, 1 to delete.").waitFor();
    await screenshot("unticked");
    await applies(w, /Synced to demo: 1 file sent/);
    await eventually("only what was ticked", () => on(home, "lib/net.py") === "def join():\n    return 1\n");
    assert.equal(on(home, "lib/new.py"), undefined);
    assert.equal(on(home, "old.py"), "print('old')");
    await w.treeRow("/lib/new.py").waitFor({ state: "detached" });
    assert.equal(await w.offers("MicroPython: Close Sync Preview"), false);
  });

  test("what differs is marked in the explorer and on the board", async ({ workbench: w, screenshot }) => {
    await w.treeRow("demo").click();
    await w.treeRow("old.py").waitFor();
    await eventually("the mark of old.py", async () => (await w.badge(w.treeRow("old.py"))) === "+");
    await screenshot("board");
    await w.activity("Explorer");
    if (!(await w.treeRow("new.py").isVisible())) await w.treeRow("lib").click();
    await eventually("the mark of new.py", async () => (await w.badge(w.treeRow("new.py"))) === "+");
    await screenshot("explorer");
  });

  test("files that are only on the board are deleted with consent, and kept without", async ({
    workbench: w,
    home,
    screenshot,
  }) => {
    await syncs(w, /Synced to demo: 1 file sent/, async () => {
      await w.dialog("Delete /old.py from demo? It is not in the workspace.").waitFor();
      await screenshot("asked");
      // Enter keeps it.
      await w.page.keyboard.press("Enter");
    });
    assert.equal(on(home, "old.py"), "print('old')");
    await syncs(w, /Synced to demo: .*1 deleted/, () => w.dialogButton("Delete /old.py from demo?", "Delete"));
    assert.equal(on(home, "old.py"), undefined);
    assert.equal(on(home, "boot.py"), "# its own");
  });

  test("a protected file stays, though the workspace has another", async ({ workbench: w, home, folder }) => {
    write(folder, "boot.py", "# the workspace's\n");
    // From the REPL too.
    await w.focusTerminal();
    await w.nextStatus(/demo is up to date: \d files · 1 protected file differs/, () =>
      w.page.keyboard.press("Control+Shift+U"),
    );
    assert.equal(on(home, "boot.py"), "# its own");
  });

  test("it is sent for once where one ticks it", async ({ workbench: w, home, screenshot }) => {
    await w.run("MicroPython: Preview Sync");
    const row = w.treeRow("/boot.py");
    await row.filter({ hasText: "the board's stays" }).waitFor();
    await row.locator(".monaco-custom-toggle, .custom-view-tree-node-item-checkbox").first().click();
    await row.filter({ hasText: "yours is sent" }).waitFor();
    await screenshot("ticked");
    await applies(w, /Synced to demo: 1 file sent/);
    assert.equal(on(home, "boot.py"), "# the workspace's\n");
  });

  test("an edited ignore file counts at once", async ({ workbench: w, home, folder }) => {
    write(folder, "data.csv", "1,2\n");
    write(folder, ".mpyignore", "*.md\n*.csv\n");
    await syncs(w, "demo is up to date");
    assert.equal(on(home, "data.csv"), undefined);
    write(folder, ".mpyignore", "*.md\n");
    await syncs(w, /Synced to demo: 1 file sent/);
    assert.equal(on(home, "data.csv"), "1,2\n");
  });

  test("a file that the board changed is a conflict, and one looks at it first", async ({
    workbench: w,
    home,
    folder,
    screenshot,
  }) => {
    await boardWrites(w, "data.csv", "measured");
    write(folder, "data.csv", "3,4\n");
    await w.run(SYNC);
    await w.dialog("Keep which version of /data.csv: yours, or the one on demo?").waitFor();
    await screenshot("asked");
    await w.dialogButton("Keep which version of /data.csv", "Compare");
    await w.tab("data.csv (demo ↔ workspace)").waitFor();
    assert.equal(on(home, "data.csv"), "measured");
    // Beside the difference, one decides.
    await w.toast("Keep which version of /data.csv: yours, or the one on demo?").waitFor();
    await screenshot("beside");
    await w.nextStatus(/Synced to demo: 0 files sent/, () =>
      w.toastButton("Keep which version of /data.csv", "Keep the Board's"),
    );
    assert.equal(on(home, "data.csv"), "measured");
    await w.run("View: Close All Editors");
    await w.run("MicroPython: Preview Sync");
    const row = w.treeRow("/data.csv");
    await row.filter({ hasText: "the board's stays" }).waitFor();
    await w.contextMenu(row, "Take Mine");
    await row.filter({ hasText: "yours is sent" }).waitFor();
    await screenshot("taken");
    await w.contextMenu(row, "Take the Board's");
    await row.filter({ hasText: "the board's stays" }).waitFor();
    await w.contextMenu(row, "Compare");
    await w.tab("data.csv (demo ↔ workspace)").waitFor();
    await w.run("View: Close All Editors");
    await w.run("MicroPython: Close Sync Preview");
    await syncs(w, /Synced to demo: 1 file sent/, () => w.dialogButton("Keep which version of /data.csv", "Take Mine"));
    assert.equal(on(home, "data.csv"), "3,4\n");
  });

  test("a file is sent when it is saved", async ({ workbench: w, home, folder }) => {
    write(folder, "jumperwire.toml", "on_save = true\n");
    await openFile(w.page, "data.csv");
    await w.page.keyboard.press("Control+End");
    await w.page.keyboard.type("5,6");
    await w.page.keyboard.press("Control+S");
    await eventually("it on the board", () => on(home, "data.csv") === "3,4\n5,6");
    await w.status(/Synced to demo: 1 file sent/).waitFor();
  });

  test("what is saved while a program runs waits for its end", async ({ workbench: w, home, screenshot }) => {
    await w.typeTerminal("import time; time.sleep(60)\r");
    await w.status(/demo.*running/).waitFor();
    await w.tab("data.csv").click();
    await w.page.locator(".editor-group-container.active .monaco-editor.focused").waitFor();
    await w.page.keyboard.press("Control+End");
    await w.page.keyboard.type("7");
    await w.page.keyboard.press("Control+S");
    await w.status("1 file waiting for demo").waitFor();
    await screenshot("waiting");
    assert.equal(on(home, "data.csv"), "3,4\n5,6");
    await w.status("1 file waiting for demo").click();
    await w.toast(/is running on demo\. Stop it and sync\?/).waitFor();
    await screenshot("asked");
    await w.status(/demo.*running/).waitFor();
    assert.equal(on(home, "data.csv"), "3,4\n5,6");
    await w.toastButton(/is running on demo/, "Stop and Sync");
    await eventually("it on the board", () => on(home, "data.csv") === "3,4\n5,67");
    await w.status("1 file waiting for demo").waitFor({ state: "hidden" });
  });

  test("a watched folder is synced when something else changes it", async ({
    workbench: w,
    home,
    folder,
    screenshot,
  }) => {
    write(folder, "jumperwire.toml", 'delete = "always"\n');
    await w.run("MicroPython: Watch Workspace");
    await w.status("Watching").waitFor();
    write(folder, "made/outside.py", "o = 1\n");
    await eventually("it on the board", () => on(home, "made/outside.py") === "o = 1\n");
    await screenshot("watching");
    write(folder, "made/deep/inside.py", "i = 1\n");
    await eventually("the other one", () => on(home, "made/deep/inside.py") === "i = 1\n");
    rmSync(path.join(folder, "made/outside.py"));
    await eventually("it gone from the board", () => on(home, "made/outside.py") === undefined);
    rmSync(path.join(folder, "made"), { recursive: true });
    await eventually("all of it gone", () => on(home, "made/deep/inside.py") === undefined);
    // The empty folders go with the next sync.
    await syncs(w, /Synced to demo/); // or what the watch says last
    await eventually("its folders gone", () => !existsSync(path.join(home, "data/virtual/demo/made")));
    await w.status("Watching").click();
    await w.status("Watching").waitFor({ state: "hidden" });
  });

  test("the project file has colours, and is completed", async ({ workbench: w, folder, screenshot }) => {
    write(folder, "jumperwire.toml", '# what is deleted\ndelete = "never"\n');
    await openFile(w.page, "jumperwire.toml");
    const colour = (text) =>
      w.page
        .locator(".editor-group-container.active .view-line span span", { hasText: text })
        .last()
        .evaluate((span) => window.getComputedStyle(span).color);
    await eventually("three colours", async () => {
      const colours = await Promise.all([colour("what"), colour("delete"), colour("never")]);
      return new Set(colours).size === 3;
    });
    await w.page.keyboard.press("Control+End");
    await w.page.keyboard.type("on_");
    const offer = w.page.locator(".suggest-widget .monaco-list-row", { hasText: "on_save" });
    await eventually("what may stand there", async () => {
      if (!(await offer.isVisible())) await w.page.keyboard.press("Control+Space");
      return offer.waitFor({ timeout: 1_000 }).then(
        () => true,
        () => false,
      );
    });
    await screenshot("offered");
    await offer.click();
    await w.page.keyboard.press("Control+S");
    await eventually("it in the file", () =>
      readFileSync(path.join(folder, "jumperwire.toml"), "utf8").endsWith("on_save = false"),
    );
    await w.run("View: Close All Editors");
  });

  test("a mistake in the project file is shown at its line", async ({ workbench: w, folder, screenshot }) => {
    write(folder, "jumperwire.toml", 'delete = "ask"\nprotekt = ["/data/"]\n');
    await w.run(SYNC);
    await w.toast(/line 2: .*protekt/).waitFor();
    await openFile(w.page, "jumperwire.toml");
    await w.page.locator(".squiggly-error").first().waitFor();
    await screenshot("shown");
    await w.run("Notifications: Clear All Notifications");
    write(folder, "jumperwire.toml", "");
    await w.run("View: Close All Editors");
  });

  test("a file that does not compile is shown at its line, and nothing is sent", async ({
    workbench: w,
    home,
    folder,
    screenshot,
  }) => {
    write(folder, "mpy-cross", fakeCompiler("lib/bad.py", 2));
    write(folder, "lib/bad.py", "x = 1\nx = = 2\n");
    write(folder, "late.csv", "1\n");
    write(folder, ".mpyignore", "*.md\nmpy-cross\n");
    write(folder, "jumperwire.toml", 'compile = ["lib/bad.py"]\nmpy_cross = "./mpy-cross"\n');
    await w.run(SYNC);
    await w.toast(/bad\.py.*line 2/).waitFor();
    assert.equal(on(home, "late.csv"), undefined);
    await openFile(w.page, "bad.py");
    await w.page.locator(".squiggly-error").first().waitFor();
    await screenshot("shown");
    await w.run("Notifications: Clear All Notifications");
    rmSync(path.join(folder, "lib/bad.py"));
    write(folder, "jumperwire.toml", "");
    await w.run("View: Close All Editors");
  });

  test("what does not fit is told, and nothing is sent", async ({ workbench: w, home, folder, screenshot }) => {
    await w.activity("MicroPython");
    await addBoard(w, "small?flash=64k", /small.*ready/);
    write(folder, "large.bin", randomBytes(80_000));
    write(folder, "jumperwire.toml", 'board = "small"\n');
    await w.run(SYNC);
    await w.page
      .getByText(/Not enough space on small/)
      .first()
      .waitFor();
    await w.run("MicroPython: Apply Sync Preview");
    await w.toast(/Not enough space on small: needs .*, only .* free/).waitFor();
    await screenshot("told");
    await w.run("MicroPython: Close Sync Preview");
    assert.equal(existsSync(path.join(home, "data/virtual/small/main.py")), false);
    await w.run("Notifications: Clear All Notifications");
    rmSync(path.join(folder, "large.bin"));
  });

  test("two boards of a project are synced together", async ({ workbench: w, home, folder, screenshot }) => {
    write(folder, "jumperwire.toml", 'board = ["demo", "small"]\n');
    write(folder, "lib/new.py", "x = 3\n");
    // One of them has never been synced to.
    await syncs(w, /Synced to demo: \d+ files? sent/);
    await w.page.getByText("The first sync to small").waitFor();
    await applies(w, /Synced to small: \d+ files sent/);
    assert.equal(on(home, "lib/new.py"), "x = 3\n");
    assert.equal(on(home, "lib/new.py", "small"), "x = 3\n");
    write(folder, "lib/new.py", "x = 4\n");
    await syncs(w, /Synced to demo, small: 2 files sent/);
    await screenshot("summary");
    assert.equal(on(home, "lib/new.py"), "x = 4\n");
    assert.equal(on(home, "lib/new.py", "small"), "x = 4\n");
    await w.run("MicroPython: Preview Sync");
    await w.page.getByText("small is up to date.").waitFor();
    await screenshot("preview");
    await w.run("MicroPython: Close Sync Preview");
  });

  test("a sync that is cancelled half-way leaves whole files, and the next one continues", async ({
    workbench: w,
    home,
    folder,
    screenshot,
  }) => {
    await addBoard(w, "slow?baud=115200", /slow.*ready/);
    for (let n = 0; n < 12; n += 1) write(folder, `pack/part${n}.bin`, randomBytes(16_000));
    write(folder, "jumperwire.toml", 'board = "slow"\n');
    await w.run(SYNC);
    await w.page.getByText("The first sync to slow").waitFor();
    await w.run("MicroPython: Apply Sync Preview");
    const progress = w.toast(/Syncing to slow.*part\d+\.bin – .* of \d+ files/);
    await progress.waitFor();
    await eventually("some of it", () => existsSync(path.join(home, "data/virtual/slow/pack/part1.bin")));
    await screenshot("shown");
    await progress.hover();
    await progress.locator(".monaco-button").filter({ hasText: "Cancel" }).click();
    await progress.waitFor({ state: "detached" });
    await w.run("MicroPython: Close Sync Preview");
    await w.treeRow(/slow.*ready/).waitFor();
    assert.equal(on(home, "pack/part11.bin", "slow"), undefined);
    await w.run(SYNC);
    await w.toast(/Syncing to slow.*part\d+\.bin/).waitFor();
  });

  test("one that ends with the sidecar half-way is continued as well", async ({ workbench: w, home, folder, dir }) => {
    const [sidecar] = processes("-m jumperwire serve", dir);
    process.kill(sidecar, "SIGKILL");
    await w.toast(/Jumperwire .*Starting it again/).waitFor();
    await w.treeRow(/slow.*ready/).waitFor();
    await w.run("Notifications: Clear All Notifications");
    await w.run(SYNC);
    await eventually(
      "all of it",
      () => readFlash(home, "pack/part11.bin", "slow")?.equals(readFileSync(path.join(folder, "pack/part11.bin"))),
      60_000,
    );
    await w.status(/Synced to slow/).waitFor();
    rmSync(path.join(folder, "pack"), { recursive: true });
  });

  test("a board is downloaded, after a question about what it replaces", async ({
    workbench: w,
    folder,
    screenshot,
  }) => {
    write(folder, "jumperwire.toml", 'board = "demo"\n');
    // The virtual board has been started anew with the sidecar, and runs its main.py.
    await w.run("MicroPython: Stop Program");
    await w.waitTerminal(/>>> $/);
    await boardWrites(w, "log.txt", "from the board");
    const download = () => w.run("MicroPython: Download Board to Workspace");
    rmSync(path.join(folder, "boot.py"));
    await w.nextStatus(/Downloaded from demo: 2 files read/, download);
    assert.equal(readFileSync(path.join(folder, "log.txt"), "utf8"), "from the board");
    await boardWrites(w, "log.txt", "more from the board");
    await w.nextStatus(/Downloaded from demo: 0 files read/, async () => {
      await download();
      await w.dialog("Replace /log.txt in the workspace with the one on demo?").waitFor();
      await screenshot("asked");
      // Enter keeps the workspace's.
      await w.page.keyboard.press("Enter");
    });
    assert.equal(readFileSync(path.join(folder, "log.txt"), "utf8"), "from the board");
    await w.nextStatus(/Downloaded from demo: 1 file read/, async () => {
      await download();
      await w.dialogButton("Replace /log.txt", "Replace");
    });
    assert.equal(readFileSync(path.join(folder, "log.txt"), "utf8"), "more from the board");
  });

  test("one file is compared with the board's", async ({ workbench: w }) => {
    await openFile(w.page, "hello.py");
    await w.run("MicroPython: Compare with Board");
    await w.tab("hello.py (demo ↔ workspace)").waitFor();
    await w.run("View: Close All Editors");
  });

  test("F5 syncs and runs", async ({ workbench: w, folder, screenshot }) => {
    write(folder, "jumperwire.toml", 'board = "demo"\ndelete = "never"\n');
    write(
      folder,
      ".vscode/launch.json",
      JSON.stringify({
        version: "0.2.0",
        configurations: [
          {
            type: "jumperwire",
            request: "launch",
            name: "Sync and Run on Board",
            program: "${workspaceFolder}/ready.py",
            sync: true,
          },
        ],
      }),
    );
    write(folder, "ready.py", "import five\nprint('five', five.x)\n");
    write(folder, "five.py", "x = 55\n");
    await openFile(w.page, "ready.py");
    // The first one is lost where the configuration, just written, has not been read yet.
    await eventually("a run", async () => {
      await w.page.keyboard.press("F5");
      return w.page
        .locator(".debug-toolbar")
        .waitFor({ timeout: 5_000 })
        .then(
          () => true,
          () => false,
        );
    });
    await w.waitTerminal(/five 55/);
    await screenshot("ran");
    await w.page.locator(".debug-toolbar").waitFor({ state: "hidden" });
  });

  test("what is run after an edit is the edit, also in modules", async ({ workbench: w, folder }) => {
    write(folder, "five.py", "x = 56\n");
    await w.page.keyboard.press("F5");
    await w.waitTerminal(/five 56/);
    await w.page.locator(".debug-toolbar").waitFor({ state: "hidden" });
    write(folder, "five.py", "x = 57\n");
    await w.run("MicroPython: Sync and Run");
    await w.waitTerminal(/five 57/);
    write(folder, "five.py", "x = 58\n");
    write(folder, "jumperwire.toml", 'board = "demo"\ndelete = "never"\nafter = "run ready.py"\n');
    await syncs(w, /Synced to demo: 1 file sent/);
    await w.waitTerminal(/five 58/);
    write(folder, "jumperwire.toml", 'board = "demo"\ndelete = "never"\n');
  });

  test("its Stop button stops the program", async ({ workbench: w, folder }) => {
    write(folder, "ready.py", "import five, time\nprint('ready')\nwhile True:\n    time.sleep(1)\n");
    await w.page.keyboard.press("F5");
    await w.waitTerminal(/▶ ready\.py\nready$/);
    await w.status(/demo.*running/).waitFor();
    await w.page.keyboard.press("Shift+F5");
    await w.waitTerminal(/KeyboardInterrupt[^]*>>> $/);
    await w.page.locator(".debug-toolbar").waitFor({ state: "hidden" });
  });

  test("F5 to a new board shows the sync first, and runs when that is applied", async ({
    workbench: w,
    home,
    folder,
    screenshot,
  }) => {
    write(folder, "jumperwire.toml", 'board = "virtual:fresh"\n');
    write(folder, "ready.py", "import five\nprint('fresh', five.x)\n");
    await w.tab("ready.py").click();
    await w.page.keyboard.press("F5");
    await w.page.getByText("The first sync to fresh").waitFor();
    await screenshot("shown");
    assert.equal(on(home, "five.py", "fresh"), undefined);
    await applies(w, /Synced to fresh: \d+ files sent/);
    await w.waitTerminal(/fresh \d+/);
    await screenshot("ran");
  });
}

/** Syncs, and waits for what the status bar says of it; `meanwhile` answers questions. */
function syncs(w, text, meanwhile = () => undefined) {
  return w.nextStatus(text, async () => {
    await w.run(SYNC);
    await meanwhile();
  });
}

/** Carries out what is ticked in the preview. */
function applies(w, text) {
  return w.nextStatus(text, () => w.run("MicroPython: Apply Sync Preview"));
}

/** By a program, which is how a board's files change without us. */
async function boardWrites(w, name, text) {
  await w.typeTerminal(
    `f=open('/${name}','w'); f.write(${JSON.stringify(text)}); f.close(); print('wrote','${text.length}')\r`,
  );
  await w.waitTerminal(new RegExp(`wrote ${text.length}\\s+>>> $`));
}

async function addBoard(w, address, row) {
  await w.run("MicroPython: Add Board…");
  await w.pick("Virtual Board").click();
  await w.page.getByPlaceholder("bench").waitFor();
  await w.answer(address);
  await w.treeRow(row).waitFor();
}

/** Refuses one file as mpy-cross does. */
function fakeCompiler(_name, line) {
  return `#!/bin/sh\n[ "$1" = "--version" ] && { echo "MicroPython v1.27.0 on 2025-12-01; mpy-cross emitting mpy v6.3"; exit 0; }\nprintf 'Traceback (most recent call last):\\n  File "%s", line ${line}\\nSyntaxError: invalid syntax\\n' bad.py >&2\nexit 1\n`;
}

function write(folder, name, content) {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content, { mode: typeof content === "string" && content.startsWith("#!") ? 0o755 : 0o644 });
}

function on(home, name, board) {
  return readFlash(home, name, board)?.toString("utf8");
}

function readFlash(home, name, board = "demo") {
  const file = path.join(home, "data/virtual", board, name);
  return existsSync(file) ? readFileSync(file) : undefined;
}
