// Runs a server test of seeded chance with many more seeds than `npm test`: so many, or the number given.
import { spawnSync } from "node:child_process";
import { ROOT } from "./project.mjs";
import { setUp } from "./setup.mjs";

/** `variable` tells the test how many. Ends with the test's status. */
export async function runSeeded(test, variable, usual) {
  const count = process.argv[2] ?? usual;
  if (!/^\d+$/.test(count)) {
    console.error(`not a number of runs: ${count}`);
    process.exit(2);
  }
  const { python } = await setUp(["node", "python", "minified", "virtual"]);
  const args = ["-m", "pytest", "-c", "server/pyproject.toml", "--timeout=0", test];
  const { status, error } = spawnSync(python, args, {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, [variable]: count },
  });
  if (error) throw error;
  process.exitCode = status ?? 1;
}
