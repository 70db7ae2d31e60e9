// The suite's entry point: VS Code's extension host calls `run` and waits for it.

import * as path from "node:path";
import Mocha from "mocha";

/** What is printed is hard to get at in a browser, so whoever starts this may name a file for the results. */
function reporting(): Mocha.MochaOptions {
  const output = process.env["EXT_TEST_REPORT"];
  return output === undefined ? { reporter: "spec" } : { reporter: "json", reporterOptions: { output } };
}

export async function run(): Promise<void> {
  // A run in a real VS Code on two busy cores; each step is waited for by its event, so this is only for hangs.
  const mocha = new Mocha({ ui: "bdd", timeout: 30_000, color: false, ...reporting() });
  for (const name of ["suite", "files", "sync"]) mocha.addFile(path.join(__dirname, `${name}.cjs`));
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${String(failures)} tests failed`);
}
