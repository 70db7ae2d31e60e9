// Every gate, in lanes beside each other where there are cores for it, or the parts named: check, setup, server,
// extension, exthost, e2e. Ends with the runners' own summaries.
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { ARTIFACTS, ROOT, VENV_PYTHON, inRoot, nodeTool } from "./project.mjs";
import { runGateCommand } from "./rig/gate.mjs";
import { ALL, VERSIONS } from "./rig/versions.mjs";
import { exitOnSignals } from "./rig/processes.mjs";
import { setUp } from "./setup.mjs";

const python = (...args) => [VENV_PYTHON, "-m", ...args];
const script = (...args) => [process.execPath, ...args.map((arg, i) => (i === 0 ? inRoot(arg) : arg))];
/** Its command is a script of another name on each system; run as a module it does nothing. */
const IMPORT_LINTER = "from importlinter.cli import lint_imports_command as main; main()";
const CONFIG = ["--config", "server/pyproject.toml"];
const PYTHON_SOURCES = ["server/src", "server/tools", "tests/server", "tests/bench"];

/** What each part needs, and its gates in their order; those in a list of their own run beside each other. */
const PARTS = {
  check: {
    needs: ["node", "python", "minified", "virtual", "sidecar", "build"],
    gates: () => [
      ["ruff", python("ruff", "check", ...CONFIG, ...PYTHON_SOURCES)],
      ["ruff format", python("ruff", "format", "--check", ...CONFIG, ...PYTHON_SOURCES)],
      ["mypy", python("mypy", "--config-file", "server/pyproject.toml", ...PYTHON_SOURCES)],
      [
        "layers",
        [VENV_PYTHON, "-c", IMPORT_LINTER, "--config", ".importlinter", "--no-cache"],
        { cwd: inRoot("server") },
      ],
      ["eslint", nodeTool("eslint/bin/eslint.js", "--max-warnings", "0", ".")],
      ["prettier", nodeTool("prettier/bin/prettier.cjs", "--check", ".")],
      ["tsc", nodeTool("typescript/bin/tsc", "--noEmit")],
      ["knip", nodeTool("knip/bin/knip.js")],
      ["contract", script("scripts/contract.mjs", "--check")],
      ["versions and notices", script("scripts/consistency.mjs")],
    ],
  },
  setup: {
    needs: ["node", "python"],
    gates: () => [
      [
        "set-up in a new folder",
        [
          process.execPath,
          "--import",
          "tsx",
          "--test",
          "--test-reporter=spec",
          ...filesBelow("tests/setup", ".test.mjs"),
        ],
        { counts: nodeTestCounts },
      ],
    ],
  },
  server: {
    needs: ["node", "python", "minified", "virtual"],
    packages: ["qemu-system-arm", "firmware-microbit-micropython"],
    gates: () => [
      [
        "pytest",
        python(
          "pytest",
          "-c",
          "server/pyproject.toml",
          "-n",
          "2", // as many as cores: boards and links have processes of their own
          "--dist",
          "loadfile",
          "--cov",
          "--cov-config=server/pyproject.toml",
          "--cov-report=term:skip-covered",
        ),
        { summary: /^=+ (.*(?:passed|failed|error).*) =+$/m },
      ],
      ["coverage", python("coverage", "report", "--rcfile=server/pyproject.toml", "--fail-under=90", "--skip-covered")],
      [
        "coverage of what must be covered whole",
        python(
          "coverage",
          "report",
          "--rcfile=server/pyproject.toml",
          "--include=*/protocol/*,*/rpc/wire.py,*/sync/plan.py",
          "--fail-under=100",
          "--show-missing",
        ),
      ],
    ],
  },
  extension: {
    needs: ["node"],
    gates: () => [
      [
        "extension in plain Node",
        [
          process.execPath,
          "--experimental-test-coverage",
          "--import",
          "tsx",
          "--test",
          "--test-reporter=spec",
          "--test-reporter-destination=stdout",
          "--test-reporter=lcov",
          `--test-reporter-destination=${path.join(ARTIFACTS, "extension.lcov")}`,
          ...filesBelow("tests/extension", ".test.ts"),
        ],
        { counts: nodeTestCounts },
      ],
      ["coverage of the extension", script("scripts/coverage.mjs")],
    ],
  },
  exthost: {
    needs: ["node", "python", "minified", "virtual", "sidecar", "build"],
    packages: ["chromium"],
    gates: () => [["mocha in the extension host", script("tests/exthost/run.mjs"), { counts: plainCounts }]],
  },
  e2e: {
    needs: ["node", "python", "minified", "virtual", "sidecar", "build"],
    packages: ["chromium"],
    gates: () => [
      ["vsix", script("scripts/package.mjs")],
      ALL.map((version) => [
        `a real VS Code ${VERSIONS[version].vscode}`,
        script("tests/e2e/run.mjs", "--version", version),
        { counts: plainCounts },
      ]),
    ],
  },
};

/** Far more than any takes on a busy machine: what hangs fails and tells where, before whoever waits gives up. */
const GATE_LIMIT_MS = 75 * 60_000;

/** As much of a failed gate's output is told again at the end, where a reader of CI looks first. */
const LAST_LINES = 25;

const wanted = process.argv.slice(2).filter((name) => name in PARTS);
const parts = wanted.length ? wanted : Object.keys(PARTS);
const unknown = process.argv.slice(2).filter((name) => !(name in PARTS));
if (unknown.length) {
  console.error(`no part named ${unknown.join(", ")}; there are: ${Object.keys(PARTS).join(", ")}`);
  process.exit(2);
}

exitOnSignals();
const begun = Date.now();
mkdirSync(ARTIFACTS, { recursive: true });
await setUp([...new Set(parts.flatMap((name) => PARTS[name].needs))]);
await installPackages([...new Set(parts.flatMap((name) => PARTS[name].packages ?? []))]);
const results = (await Promise.all(lanesOf(parts).map(runLane))).flat();
finish(results);

/** Beside each other only where there are cores for it: on two, compilers and windows take too much from what is timed. */
function lanesOf(names) {
  const lanes = [["server"], ["e2e"], ["check", "setup", "extension", "exthost"]];
  if (availableParallelism() < 4) return [names];
  return lanes.map((lane) => lane.filter((name) => names.includes(name))).filter((lane) => lane.length);
}

async function runLane(names) {
  const done = [];
  for (const part of names) {
    for (const step of PARTS[part].gates()) {
      const gates = Array.isArray(step[0]) ? step : [step];
      done.push(...(await Promise.all(gates.map((gate) => runGate(part, ...gate)))));
    }
  }
  return done;
}

async function runGate(part, title, command, { cwd = ROOT, summary, counts } = {}) {
  const started = Date.now();
  console.log(`${part}: ${title} …`);
  const { code, output } = await runGateCommand(command, {
    cwd,
    env: { FORCE_COLOR: "0", NO_COLOR: "1" },
    limitMs: GATE_LIMIT_MS,
    log: path.join(ARTIFACTS, `${part}-${title.replaceAll(/\W+/g, "-")}.log`),
    tell: (minutes, line) => console.log(`${part}: ${title} … ${minutes} min: ${line}`),
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${part}: ${title}: ${code === 0 ? "ok" : "FAILED"} (${seconds} s)`);
  if (code !== 0) console.log(output.trimEnd());
  return {
    title: `${part}: ${title}`,
    ok: code === 0,
    end: output.trimEnd().split("\n").slice(-LAST_LINES),
    line: summary?.exec(output)?.[1],
    counts: counts?.(output),
  };
}

/** What the runners said of themselves, and a line that counts all that is not pytest's. */
function finish(results) {
  const failed = results.filter(({ ok }) => !ok);
  console.log("");
  for (const { title, end } of failed) console.log([`--- ${title} ended with`, ...end, ""].join("\n"));
  const skipped = results.flatMap(({ counts }) => counts?.reasons ?? []);
  for (const reason of new Set(skipped)) console.log(`skipped: ${reason}`);
  for (const { title, counts } of results)
    if (counts) console.log(`${title}: ${counts.passed} passed, ${counts.failed} failed`);
  for (const { line } of results) if (line) console.log(line);
  for (const { title } of failed) console.log(`FAILED ${title}`);
  console.log(`in all ${((Date.now() - begun) / 60_000).toFixed(1)} min, set-up included`);
  console.log(`gates: ${results.length - failed.length} passed, ${failed.length} failed`);
  process.exitCode = failed.length ? 1 : 0;
}

function plainCounts(output) {
  const match = /^(\d+) passed, (\d+) failed/m.exec(output);
  const reasons = [...output.matchAll(/^skipped: (.*)$/gm)].map((found) => found[1]);
  return match ? { passed: match[1], failed: match[2], reasons } : undefined;
}

function nodeTestCounts(output) {
  const passed = /^ℹ pass (\d+)$/m.exec(output);
  const failed = /^ℹ fail (\d+)$/m.exec(output);
  return passed && failed ? { passed: passed[1], failed: failed[1], reasons: [] } : undefined;
}

function filesBelow(folder, ending) {
  if (!existsSync(inRoot(folder))) return [];
  const names = readdirSync(inRoot(folder), { recursive: true }).filter((name) => name.endsWith(ending));
  return names.map((name) => path.join(folder, name)).sort();
}

/** System packages that tests need: installed where that is allowed, else the tests say what is missing. */
async function installPackages(names) {
  if (!names.length) return;
  const { ensureDebianPackages } = await import("./rig/packages.mjs");
  const { ok, command } = await ensureDebianPackages(names);
  if (!ok) console.log(`set-up: tests are skipped where something is missing; to get it: ${command}`);
}
