// What .vscode/ names exists: programs, tasks, scripts, folders, the extensions that its types and settings are of; and
// the sidecar that is to wait for a debugger connects to one.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { test } from "node:test";
import { launchOf, start } from "../../extension/src/sidecar/launch.ts";
import { CACHE, ROOT, VENV_PYTHON, WINDOWS, inRoot } from "../../scripts/project.mjs";

const read = (name) => JSON.parse(readFileSync(inRoot(".vscode", name), "utf8"));
const { configurations, compounds } = read("launch.json");
const { tasks } = read("tasks.json");
const settings = read("settings.json");
const { recommendations } = read("extensions.json");

/** Whose each kind of launch and each setting is; VS Code's own need no extension. */
const OWN = /^(node|extensionHost|editor|search|typescript|\[)/;
const OWNER = {
  debugpy: "ms-python.debugpy",
  python: "ms-python.python",
  ruff: "charliermarsh.ruff",
  "mypy-type-checker": "ms-python.mypy-type-checker",
};

/** All texts in a value. */
const textsIn = (value) =>
  typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [value];

test("files and folders", () => {
  // The other system's environment has its programs elsewhere.
  const elsewhere = WINDOWS ? "/.venv/bin" : "/.venv/Scripts";
  const named = textsIn([configurations, settings]).flatMap((text) =>
    [...String(text).matchAll(/\$\{workspaceFolder\}([\w./-]*)/g)].map((found) => found[1]),
  );
  const missing = named.filter((name) => !name.startsWith(elsewhere) && !existsSync(inRoot(name.replace(/\/$/, ""))));
  assert.deepEqual(missing, []);
  assert.ok(named.length > 10);
  const folders = [
    ...settings["python.analysis.extraPaths"],
    settings["ruff.configuration"],
    settings["typescript.tsdk"],
    ...Object.keys(settings["search.exclude"]).filter((name) => name !== "artifacts"),
  ];
  assert.deepEqual(
    folders.filter((name) => !existsSync(inRoot(name))),
    [],
  );
});

test("tasks, scripts and launches", () => {
  const { scripts } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
  assert.deepEqual(
    tasks.filter(({ type, script }) => type !== "npm" || !(script in scripts)),
    [],
  );
  const labels = tasks.map(({ label }) => label);
  assert.deepEqual(
    configurations.filter(({ preLaunchTask }) => preLaunchTask && !labels.includes(preLaunchTask)),
    [],
  );
  const names = configurations.map(({ name }) => name);
  assert.deepEqual(
    compounds.flatMap((each) => each.configurations).filter((name) => !names.includes(name)),
    [],
  );
});

test("extensions", () => {
  const kinds = [...configurations.map(({ type }) => type), ...Object.keys(settings).map((key) => key.split(".")[0])];
  const unknown = kinds.filter((kind) => !OWN.test(kind) && !recommendations.includes(OWNER[kind]));
  assert.deepEqual(unknown, []);
});

test("a sidecar that is debugged connects where the debugger listens, and waits", async () => {
  const { listen } = configurations.find(({ name }) => name === "Sidecar");
  const waiting = configurations.find(({ env }) => env?.JUMPERWIRE_DEBUGGER);
  assert.equal(waiting.env.JUMPERWIRE_DEBUGGER, `${listen.host}:${listen.port}`);
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const python = { command: VENV_PYTHON, args: [], source: "PATH", version: "3" };
  const places = {
    extension: ROOT,
    cache: inRoot(".cache/pycache"),
    logFile: `${CACHE}/debugged.log`,
    node: process.execPath,
  };
  const child = start(
    launchOf(python, places, { ...process.env, JUMPERWIRE_DEBUGGER: `127.0.0.1:${server.address().port}` }),
  );
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (said += data));
  const connected = once(server, "connection").then(() => "connected");
  const ended = once(child, "exit").then(() => "ended");
  assert.equal(await Promise.race([connected, ended]), "connected", said);
  assert.equal(child.exitCode, null);
  child.kill("SIGKILL");
  await ended;
  server.close();
});
