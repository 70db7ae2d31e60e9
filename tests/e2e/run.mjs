// node tests/e2e/run.mjs [--version 4.139.1] [--only text] [--theme light]
// End-to-end tests in a real VS Code: in the oldest that is supported and the newest, one after the other (`npm test`
// runs this once for each, beside each other: 0.5 cores are enough for one). `--only` takes the file of that name, whole,
// as a test may need those before it; otherwise files and tests with this in their names. `--theme` is for looking.
// Pictures and logs go to artifacts/e2e.
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { inRoot } from "../../scripts/project.mjs";
import { exitOnSignals } from "../../scripts/rig/processes.mjs";
import { barePython, readyBrowser, readyVscode } from "../../scripts/rig/ready.mjs";
import { installExtension, removeDir, temporaryDir } from "../../scripts/rig/server.mjs";
import { THEMES } from "../../scripts/rig/settings.mjs";
import { ALL, VERSIONS } from "../../scripts/rig/versions.mjs";
import { emptyDir, runFile } from "./harness.mjs";

const HERE = import.meta.dirname;
const VSIX = inRoot("dist/jumperwire.vsix");

const { values } = parseArgs({
  options: { version: { type: "string" }, only: { type: "string" }, theme: { type: "string", default: "dark" } },
});
if (!(values.theme in THEMES)) {
  console.error(`no theme ${values.theme}; there are: ${Object.keys(THEMES).join(", ")}`);
  process.exit(2);
}
if (values.version && !(values.version in VERSIONS)) {
  console.error(`no version ${values.version}; there are: ${ALL.join(", ")}`);
  process.exit(2);
}

exitOnSignals();
const counts = { passed: 0, failed: 0, skipped: 0 };
const all = readdirSync(HERE)
  .filter((name) => name.endsWith(".e2e.mjs"))
  .sort();
const named = all.filter((name) => name === `${values.only}.e2e.mjs`);
const files = named.length ? named : all;
const browser = await readyBrowser();
for (const version of values.version ? [values.version] : ALL) await runVersion(version);
console.log(`${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ""}`);
process.exit(counts.failed ? 1 : 0);

async function runVersion(version) {
  const vscode = browser.missing ? browser : await readyVscode(version);
  if (vscode.missing) {
    console.log(`skipped: tests in VS Code ${VERSIONS[version].vscode}: ${vscode.missing}`);
    counts.skipped += files.length;
    return;
  }
  console.log(`VS Code ${VERSIONS[version].vscode}`);
  const started = Date.now();
  const artifacts = inRoot("artifacts/e2e", values.theme === "dark" ? version : `${version}-${values.theme}`);
  if (!values.only) emptyDir(artifacts);
  const installed = temporaryDir();
  try {
    const extensions = await installExtension(vscode.vscode, await vsix(), installed);
    const rig = {
      version,
      vscode: vscode.vscode,
      browser: browser.browser,
      extensions,
      python: await barePython(),
      artifacts,
      only: named.length ? undefined : values.only,
      theme: values.theme,
    };
    for (const name of files) {
      const { passed, failed } = await runFile(path.join(HERE, name), rig);
      counts.passed += passed;
      counts.failed += failed;
    }
  } finally {
    removeDir(installed);
  }
  console.log(`VS Code ${VERSIONS[version].vscode}: ${((Date.now() - started) / 1000).toFixed(0)} s`);
}

/** Made when it is not there; `npm run test:e2e` makes a new one each time. */
async function vsix() {
  if (!existsSync(VSIX)) await import("../../scripts/package.mjs");
  return VSIX;
}
