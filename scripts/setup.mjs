// Sets up all that the other commands need, from a fresh clone: Node packages, a Python environment, the
// virtual board's files, the bundle. Each step is skipped while its inputs are unchanged.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { CACHE, ROOT, VENV_PYTHON, WINDOWS, inRoot, must, npm, run } from "./project.mjs";
import { twoLines } from "./setup-failure.mjs";

const OLDEST = [3, 10];
/** A lock is complete, so nothing is resolved: pip before 23.3 refuses one as soon as a package named with an extra has a newer release. */
const PIP = ["--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes", "--no-deps"];
/** The environment's own pip, which came with its Python; or the one in the wheel that this names, as the tests of set-up do. */
const pip = (...args) => [
  VENV_PYTHON,
  ...(process.env.JUMPERWIRE_PIP ? [`${process.env.JUMPERWIRE_PIP}/pip`] : ["-m", "pip"]),
  ...args,
];

/** Every step: what it reads, what must be there afterwards, and how it is done. In this order. */
const STEPS = {
  node: {
    title: "Node packages",
    inputs: ["package.json", "package-lock.json"],
    output: inRoot("node_modules/.package-lock.json"),
    // No install scripts: esbuild comes as a binary package, and nothing else here needs one.
    work: () => must(npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")),
  },
  python: {
    title: "Python environment",
    inputs: ["server/requirements/dev.txt"],
    output: VENV_PYTHON,
    work: makeVenv,
  },
  minified: {
    title: "scripts for boards, minified",
    inputs: ["server/tools/minify_scripts.py", "server/requirements/dev.txt", "server/src/jumperwire/device/scripts"],
    output: inRoot("server/src/jumperwire/device/minified.json"),
    work: () => must([VENV_PYTHON, inRoot("server/tools/minify_scripts.py")]),
  },
  virtual: {
    title: "virtual board",
    inputs: ["scripts/vendor-virtual.mjs", "server/interpreter", "package-lock.json"],
    output: inRoot("server/src/jumperwire/virtual/vendor/micropython.wasm"),
    work: () => must([process.execPath, inRoot("scripts/vendor-virtual.mjs")]),
  },
  sidecar: {
    title: "the sidecar's libraries",
    inputs: ["server/requirements/runtime.txt"],
    output: inRoot("dist/python/pygls/__init__.py"),
    work: bundlePython,
  },
  build: {
    title: "extension bundle",
    inputs: ["esbuild.mjs", "tsconfig.json", "package-lock.json", "extension/src"],
    output: inRoot("dist/extension.cjs"),
    work: () => must([process.execPath, inRoot("esbuild.mjs")]),
  },
  bench: {
    title: "benchmark peers",
    inputs: ["server/requirements/bench.txt", "server/requirements/dev.txt"], // a new environment has no peers
    output: VENV_PYTHON,
    work: () => must(pip("install", ...PIP, "-r", requirements("bench"))),
  },
};

/**
 * Do the steps named, in their order, saying what is done. A step that fails is told in two lines, and ends the program.
 * @param {(keyof typeof STEPS)[]} names
 * @returns {Promise<{python: string}>}
 */
export async function setUp(names) {
  for (const [name, step] of Object.entries(STEPS)) {
    if (!names.includes(name)) continue;
    const stamp = path.join(CACHE, `setup-${name}`);
    const wanted = fingerprint(step.inputs);
    if (existsSync(step.output) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) continue;
    const started = Date.now();
    process.stdout.write(`set-up: ${step.title} … `);
    mkdirSync(CACHE, { recursive: true });
    rmSync(stamp, { force: true }); // what a step that fails leaves is not taken for done
    try {
      await step.work();
    } catch (error) {
      fail(name, error);
    }
    writeFileSync(stamp, wanted);
    console.log(`${((Date.now() - started) / 1000).toFixed(1)} s`);
  }
  return { python: VENV_PYTHON };
}

function fail(name, error) {
  const log = path.join(CACHE, `setup-${name}.log`);
  writeFileSync(log, `${error.stack ?? error}\n`);
  console.log("failed");
  console.error(twoLines(STEPS[name].title, error, path.relative(process.cwd(), log)));
  process.exit(1);
}

const requirements = (name) => inRoot("server/requirements", `${name}.txt`);

/** A hash of files and folders, and of where this clone is: an environment cannot be moved. */
function fingerprint(inputs) {
  const hash = createHash("sha256").update(ROOT);
  const add = (file) => {
    if (!existsSync(file)) return;
    if (statSync(file).isDirectory()) for (const name of readdirSync(file).sort()) add(path.join(file, name));
    else hash.update(path.relative(ROOT, file)).update(readFileSync(file));
  };
  for (const input of inputs) add(inRoot(input));
  return hash.digest("hex");
}

async function makeVenv() {
  const python = await findPython();
  await must([
    ...python,
    "-m",
    "venv",
    "--clear",
    ...(process.env.JUMPERWIRE_PIP ? ["--without-pip"] : []),
    inRoot(".venv"),
  ]);
  await must(pip("install", ...PIP, "-r", requirements("dev")));
  // The sources themselves, not a copy: one line in the environment, and no build.
  const site = (await must([VENV_PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"])).trim();
  writeFileSync(path.join(site, "jumperwire-sources.pth"), `${inRoot("server/src")}\n`);
}

/** What the vsix carries: pure Python, for every Python from the oldest on. */
async function bundlePython() {
  const target = inRoot("dist/python");
  rmSync(target, { recursive: true, force: true });
  const oldest = ["--platform=any", `--python-version=${OLDEST.join(".")}`, "--implementation=py", "--abi=none"];
  await must(
    pip(
      "install",
      ...PIP,
      "--no-compile",
      "--target",
      target,
      "--only-binary=:all:",
      ...oldest,
      "-r",
      requirements("runtime"),
    ),
  );
  rmSync(path.join(target, "bin"), { recursive: true, force: true });
  const compiled = readdirSync(target, { recursive: true }).filter((name) => /\.(so|pyd|dylib|dll)$/.test(name));
  if (compiled.length) throw new Error(`compiled files would go into the vsix: ${compiled.join(", ")}`);
}

/** The first Python that is new enough, as a command. */
export async function findPython() {
  const named = process.env.JUMPERWIRE_PYTHON;
  const candidates = named
    ? [[named]]
    : [
        ["python3"],
        ["python"],
        ...(WINDOWS ? [["py", "-3"]] : []),
        ...[14, 13, 12, 11, 10].map((n) => [`python3.${n}`]),
      ];
  const tried = [];
  for (const candidate of candidates) {
    const code = "import sys, venv; print('%d.%d' % sys.version_info[:2])";
    const { code: status, output } = await run([...candidate, "-c", code]).catch(() => ({ code: 1, output: "" }));
    const [major, minor] = output.trim().split(".").map(Number);
    if (status === 0 && (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]))) return candidate;
    tried.push(`${candidate.join(" ")}${output && status === 0 ? ` is ${output.trim()}` : " is not there"}`);
  }
  throw new Error(`no Python ${OLDEST.join(".")} or newer with venv: ${tried.join("; ")}`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const names = process.argv.slice(2);
  await setUp(names.length ? names : Object.keys(STEPS).filter((name) => name !== "bench"));
}
