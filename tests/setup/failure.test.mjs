// A set-up step that fails says in two lines what failed and what to do; the whole output is in a log.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import { twoLines } from "../../scripts/setup-failure.mjs";
import { freshCopy, setUp } from "./clone.mjs";

const copy = freshCopy();
after(() => copy.remove());

const SAID = [
  [
    "python -m pip install failed (1)\nERROR: Could not find a version that satisfies the requirement coverage\nERROR: No matching distribution found for coverage",
    /Could not find a version.*\n.*index lacks that release/,
  ],
  [
    "npm ci failed (1)\nnpm error code ENOTFOUND\nnpm error errno ENOTFOUND\nnpm error network request to https://x failed",
    /network request to https:\/\/x failed\nCheck the network/,
  ],
  [
    "python -m venv .venv failed (1)\nThe virtual environment was not created successfully because ensurepip is not\navailable.",
    /\nInstall Python's venv/,
  ],
  ["python failed (1)\nOSError: [Errno 28] No space left on device", /: \[Errno 28\].*\nMake room/],
  [
    "node esbuild.mjs failed (1)\nsomething unheard of",
    /bundle: something unheard of\nMend what the log says, then run this again/,
  ],
];

for (const [output, expected] of SAID) {
  test(`from ${JSON.stringify(output.split("\n")[1])}`, () => {
    const said = twoLines("bundle", new Error(output), ".cache/setup-build.log");
    assert.match(said, expected);
    assert.equal(said.split("\n").length, 2);
    assert.match(said, /The whole output is in \.cache\/setup-build\.log$/);
  });
}

test("a Python that is too old or not there", async () => {
  const { code, output } = await setUp(copy, ["python"], { JUMPERWIRE_PYTHON: "/nowhere/python3" });
  assert.equal(code, 1);
  assert.deepEqual(output.trimEnd().split("\n"), [
    "set-up: Python environment … failed",
    "set-up failed: Python environment: no Python 3.10 or newer with venv: /nowhere/python3 is not there",
    `Install one, or name it in JUMPERWIRE_PYTHON, then run this again. The whole output is in ${path.join(".cache", "setup-python.log")}`,
  ]);
  assert.match(readFileSync(path.join(copy.folder, ".cache/setup-python.log"), "utf8"), /no Python[^]*at .*setup\.mjs/);
});

test("npm without a registry to reach", async () => {
  const env = {
    npm_config_registry: "http://127.0.0.1:9",
    npm_config_cache: path.join(copy.folder, "empty"),
    npm_config_fetch_retries: "0",
  };
  const { code, output } = await setUp(copy, ["node"], env);
  assert.equal(code, 1);
  assert.match(
    output,
    /^set-up: Node packages … failed\nset-up failed: Node packages: .*\nCheck the network and the proxy, then run this again\. [^\n]*\n$/,
  );
});
