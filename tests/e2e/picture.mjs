// node tests/e2e/picture.mjs: takes docs/images/run.png, the README's picture, from the newest VS Code in dist/'s vsix.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { inRoot } from "../../scripts/project.mjs";
import { exitOnSignals } from "../../scripts/rig/processes.mjs";
import { barePython, readyBrowser, readyVscode } from "../../scripts/rig/ready.mjs";
import { installExtension, removeDir, temporaryDir } from "../../scripts/rig/server.mjs";
import { NEWEST } from "../../scripts/rig/versions.mjs";
import { openSession } from "./harness.mjs";
import { openFile, runFile } from "./steps.mjs";

const PICTURE = inRoot("docs/images/run.png");
const OPTIONS = {
  viewport: { width: 1200, height: 720 },
  settings: {
    "window.commandCenter": false,
    "window.menuBarVisibility": "hidden",
    "window.title": "${activeEditorShort}${separator}${rootName}",
    "breadcrumbs.enabled": false,
    "editor.fontSize": 13,
    "editor.scrollbar.horizontal": "hidden",
    "editor.scrollbar.vertical": "hidden",
  },
};

exitOnSignals();
const [{ vscode, missing }, { browser }] = [await readyVscode(NEWEST), await readyBrowser()];
if (!vscode || !browser) throw new Error(missing ?? "no Chromium here");
const installed = temporaryDir();
const extensions = await installExtension(vscode, inRoot("dist/jumperwire.vsix"), installed);
const rig = {
  version: NEWEST,
  vscode,
  browser,
  extensions,
  python: await barePython(),
  artifacts: inRoot("artifacts/picture"),
  theme: "dark",
};
const session = await openSession(OPTIONS, rig, "picture");
try {
  await take(session.context);
} finally {
  await session.close();
  removeDir(installed);
}
process.exit(0);

async function take({ workbench: w, page }) {
  await w.activity("MicroPython");
  await w.treeRow("demo").waitFor();
  await openFile(page, "main.py");
  await runFile(page);
  await w.waitTerminal(/Blinking[^]*(●\n○\n){2}/);
  await w.treeRow(/demo.*running main\.py/).waitFor();
  // Away from the button, whose tooltip would be in the picture.
  await page.mouse.move(700, 450);
  await page.waitForTimeout(1_000);
  mkdirSync(path.dirname(PICTURE), { recursive: true });
  await w.screenshot(PICTURE);
}
