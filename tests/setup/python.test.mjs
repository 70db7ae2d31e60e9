// Set-up's Python half in a new folder, from empty caches, with the oldest pip that counts and the newest, while the
// index has a newer release of every package: what is installed is what the lock names.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { CACHE, VENV_PYTHON, inRoot, must } from "../../scripts/project.mjs";
import { freshCopy, setUp } from "./clone.mjs";

const LOCKS = [
  "server/requirements/dev.txt",
  "server/requirements/runtime.txt",
  "tests/setup/pip-oldest.txt",
  "tests/setup/pip-newest.txt",
];
const BUNDLED = ["--platform=any", "--python-version=3.10", "--implementation=py", "--abi=none", "--only-binary=:all:"];
const NEWER = `
import pathlib, sys, zipfile
for name in sys.argv[2:]:
    name = name.replace("-", "_")
    with zipfile.ZipFile(pathlib.Path(sys.argv[1], f"{name}-9999-py3-none-any.whl"), "w") as wheel:
        info = f"{name}-9999.dist-info"
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\\nName: {name}\\nVersion: 9999\\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(f"{info}/RECORD", "")
`;
const INSTALLED = `
import importlib.metadata as metadata
for each in metadata.distributions(): print(f"{each.metadata['Name']}=={each.version}".lower().replace("_", "-"))
`;

const scratch = mkdtempSync(path.join(tmpdir(), "jumperwire-pips-"));
after(() => rmSync(scratch, { recursive: true, force: true, maxRetries: 3 }));
const newer = path.join(scratch, "newer");
/** @type {string} */
let wheels;

before(async () => {
  wheels = await wheelhouse();
  mkdirSync(newer);
  await must([VENV_PYTHON, "-c", NEWER, newer, ...pins("server/requirements/dev.txt").map(({ name }) => name)]);
});

/** All that the locks name, downloaded once for each state of them; pip checks the hashes here and again below. */
async function wheelhouse() {
  const hash = createHash("sha256").update(
    (await must([VENV_PYTHON, "-VV"])) + LOCKS.map((lock) => readFileSync(inRoot(lock), "utf8")).join(""),
  );
  const folder = path.join(CACHE, `wheels-${hash.digest("hex").slice(0, 12)}`);
  if (existsSync(folder)) return folder;
  for (const lock of LOCKS) {
    const which = lock.endsWith("runtime.txt") ? BUNDLED : [];
    await must([
      VENV_PYTHON,
      "-m",
      "pip",
      "download",
      "--quiet",
      "--disable-pip-version-check",
      "--require-hashes",
      "--no-deps",
      ...which,
      "--dest",
      `${folder}.part`,
      "-r",
      inRoot(lock),
    ]);
  }
  for (const old of readdirSync(CACHE).filter((name) => name.startsWith("wheels-") && !name.endsWith(".part")))
    rmSync(path.join(CACHE, old), { recursive: true });
  renameSync(`${folder}.part`, folder);
  return folder;
}

/** The packages in a lock, and whether each is for every system. */
function pins(lock) {
  const lines = readFileSync(inRoot(lock), "utf8").matchAll(/^([\w.-]+)==([^\s;]+)( ;)?/gm);
  return [...lines].map(([, name, version, marked]) => ({
    name,
    pin: `${name}==${version}`.toLowerCase(),
    everywhere: !marked,
  }));
}

for (const which of ["oldest", "newest"]) {
  test(`with the ${which} pip`, async () => {
    const [pip] = pins(`tests/setup/pip-${which}.txt`);
    const copy = freshCopy();
    const env = {
      JUMPERWIRE_PIP: path.join(wheels, `${pip.pin.replace("==", "-")}-py3-none-any.whl`),
      PIP_NO_INDEX: "1",
      PIP_FIND_LINKS: `${wheels} ${newer}`,
      PIP_CACHE_DIR: path.join(copy.folder, ".cache/pip"),
      PIP_CONFIG_FILE: devNull,
      PIP_NO_COMPILE: "1",
    };
    try {
      const { code, output } = await setUp(copy, ["python", "sidecar"], env);
      assert.equal(code, 0, output);
      assert.equal(output.trimEnd().split("\n").length, 2, output);
      const python = path.join(copy.folder, path.relative(inRoot(), VENV_PYTHON));
      const installed = (await must([python, "-c", INSTALLED], { cwd: copy.folder })).trim().split("\n");
      const locked = pins("server/requirements/dev.txt");
      assert.deepEqual(
        installed.filter((each) => !locked.some(({ pin }) => pin === each)),
        [],
      );
      assert.deepEqual(
        locked.filter(({ pin, everywhere }) => everywhere && !installed.includes(pin)),
        [],
      );
      const bundled = readdirSync(path.join(copy.folder, "dist/python")).filter((name) => name.endsWith(".dist-info"));
      const expected = pins("server/requirements/runtime.txt").map(
        ({ pin }) => `${pin.replaceAll("-", "_").replace("==", "-")}.dist-info`,
      );
      assert.deepEqual(bundled.map((name) => name.toLowerCase()).sort(), expected.sort());
    } finally {
      copy.remove();
    }
  });
}
