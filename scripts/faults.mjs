// Many more transfers over links with seeded faults than `npm test` makes: 2,000, or the number given.
import { spawnSync } from "node:child_process";
import { ROOT } from "./project.mjs";
import { setUp } from "./setup.mjs";

const RUNS = process.argv[2] ?? "2000";
if (!/^\d+$/.test(RUNS)) {
  console.error(`not a number of runs: ${RUNS}`);
  process.exit(2);
}
const { python } = await setUp(["node", "python", "minified", "virtual"]);
const args = ["-m", "pytest", "-c", "server/pyproject.toml", "tests/server/filesystem/test_faults.py"];
const env = { ...process.env, JUMPERWIRE_FAULT_RUNS: RUNS };
const { status, error } = spawnSync(python, args, { cwd: ROOT, stdio: "inherit", env });
if (error) throw error;
process.exitCode = status ?? 1;
