// Sets up what the benchmarks need, then runs tests/bench with the project's own Python.
import { spawnSync } from "node:child_process";
import { ROOT, inRoot } from "./project.mjs";
import { setUp } from "./setup.mjs";

const { python } = await setUp(["node", "python", "minified", "virtual", "bench"]);
const { status, error } = spawnSync(python, [inRoot("tests/bench"), ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: "inherit",
});
if (error) throw error;
process.exitCode = status ?? 1;
