// node tests/exthost/run.mjs [--version 4.139.1]
// The suite in a real extension host, with the extension loaded from this repository: in the oldest VS Code that is
// supported and the newest, one after the other.
import path from "node:path";
import { parseArgs } from "node:util";
import { ROOT, inRoot } from "../../scripts/project.mjs";
import { runInExtensionHost } from "../../scripts/rig/exthost.mjs";
import { exitOnSignals } from "../../scripts/rig/processes.mjs";
import { barePython, readyBrowser, readyVscode } from "../../scripts/rig/ready.mjs";
import { ALL, VERSIONS } from "../../scripts/rig/versions.mjs";
import { buildSuite } from "./build.mjs";

const { values } = parseArgs({ options: { version: { type: "string" } } });
exitOnSignals();
const counts = { passed: 0, failed: 0, skipped: 0 };
const suite = await buildSuite();
const browser = await readyBrowser();
for (const version of values.version ? [values.version] : ALL) await runVersion(version);
console.log(`${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ""}`);
process.exit(counts.failed ? 1 : 0);

async function runVersion(version) {
  const name = `VS Code ${VERSIONS[version]?.vscode ?? version}`;
  const vscode = browser.missing ? browser : await readyVscode(version);
  if (vscode.missing) {
    console.log(`skipped: the suite in ${name}: ${vscode.missing}`);
    counts.skipped += 1;
    return;
  }
  const started = Date.now();
  try {
    // Found on the PATH, as most people's is; nothing is installed in it.
    const env = { PATH: `${path.dirname(await barePython())}${path.delimiter}${process.env.PATH}` };
    const result = await runInExtensionHost({
      vscode: vscode.vscode,
      browser: browser.browser,
      extension: ROOT,
      suite,
      folder: inRoot("examples/blink"),
      artifacts: inRoot("artifacts/exthost", version),
      env,
    });
    report(result);
  } catch (error) {
    counts.failed += 1;
    console.log(`FAIL ${name}: ${error.stack}`);
  }
  console.log(`${name}: ${((Date.now() - started) / 1000).toFixed(0)} s`);
}

function report({ code, passed, failed, skipped, tests }) {
  for (const { fullTitle, duration = 0, err } of tests) {
    const bad = Object.keys(err).length > 0;
    console.log(
      `${bad ? "FAIL" : "ok  "} ${fullTitle} (${duration} ms)${bad ? `\n     ${err.stack ?? err.message}` : ""}`,
    );
  }
  counts.passed += passed;
  counts.failed += failed;
  counts.skipped += skipped;
  if (code !== 0 && failed === 0) throw new Error(`the extension host ended with ${code}`);
}
