// One file of end-to-end tests: a fresh profile, a server, a window, the tests one after the other in it.
//
// A file exports `default function tests(test)`, which calls `test(name, async (context) => …)`, and may export
// `options`: `settings`, `machine` (settings of the computer) and `env` to add, `files` (what to write into the workspace, made
// from its folder), `theme` ("dark"
// or "light"), `plain` (the workspace has nothing but `files`), `restricted` (the workspace is not trusted), `viewport`.
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { inRoot } from "../../scripts/project.mjs";
import { startBrowser } from "../../scripts/rig/browser.mjs";
import { removeDir, startServer, temporaryDir } from "../../scripts/rig/server.mjs";
import { FOR_TESTS, RESTRICTED, THEMES } from "../../scripts/rig/settings.mjs";
import { Workbench } from "./workbench.mjs";

const EXAMPLE = inRoot("examples/blink");
/** Longer than everything within a test may wait; for a page that has stopped answering. */
const TEST_MS = 240_000;

/**
 * @param {string} file
 * @param {object} rig
 * @param {{node: string, server: string}} rig.vscode
 * @param {string} rig.version
 * @param {string} rig.browser
 * @param {string} rig.extensions a folder with the extension installed
 * @param {string} rig.python one that has nothing installed
 * @param {string} rig.artifacts for screenshots and logs
 * @param {"dark" | "light"} rig.theme unless the file wants another
 * @param {string} [rig.only] run the tests with this in their names
 * @returns {Promise<{passed: number, failed: number}>}
 */
export async function runFile(file, rig) {
  const { default: declare, options = {} } = await import(pathToFileURL(file));
  const tests = [];
  declare((name, run) => tests.push({ name, run }));
  const stem = path.basename(file, ".e2e.mjs");
  const wanted = rig.only && !stem.includes(rig.only) ? tests.filter(({ name }) => name.includes(rig.only)) : tests;
  if (!wanted.length) return { passed: 0, failed: 0 };
  const counts = { passed: 0, failed: 0 };
  const tell = (ok, name, started, error) => {
    counts[ok ? "passed" : "failed"] += 1;
    console.log(`${ok ? "ok  " : "FAIL"} ${stem}: ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    if (error) console.log(indented(error.stack ?? String(error)));
  };
  const started = Date.now();
  let session;
  try {
    session = await openSession(options, rig, stem);
    for (const [index, { name, run }] of wanted.entries()) await runTest(session, { index, name, run, tell });
  } catch (error) {
    tell(false, "a window opens", started, error);
  } finally {
    await session?.close();
  }
  return counts;
}

async function runTest({ context, shoot }, { index, name, run, tell }) {
  const started = Date.now();
  const number = String(index + 1).padStart(2, "0");
  try {
    await within(TEST_MS, run({ ...context, screenshot: (what) => shoot(`${number}-${name}-${what}`) }));
    await shoot(`${number}-${name}`);
    tell(true, name, started);
  } catch (error) {
    tell(false, name, started, error);
    await shoot(`${number}-${name}-FAILED`).catch(() => undefined);
    // What is in the way of the next test: a picker, a menu, a dialog.
    for (let i = 0; i < 2; i += 1) await context.page.keyboard.press("Escape").catch(() => undefined);
  }
}

export async function openSession(
  {
    settings = {},
    machine = {},
    env = {},
    files = () => ({}),
    plain = false,
    restricted = false,
    viewport,
    ...options
  },
  rig,
  stem,
) {
  const theme = options.theme ?? rig.theme;
  const dir = temporaryDir();
  const folder = path.join(dir, path.basename(EXAMPLE));
  if (plain) mkdirSync(folder, { recursive: true });
  else cpSync(EXAMPLE, folder, { recursive: true });
  for (const [name, text] of Object.entries(files(folder))) writeInto(folder, name, text);
  const closing = [() => keepLogs(dir, rig.artifacts, stem), () => removeDir(dir)];
  const close = async () => {
    for (const step of closing) await step();
  };
  try {
    const server = await startServer(rig.vscode, {
      dir,
      extensions: rig.extensions,
      settings: { ...FOR_TESTS, "workbench.colorTheme": THEMES[theme], ...(restricted ? RESTRICTED : {}), ...settings },
      trusted: !restricted,
      // Found where most people's is found: on the PATH.
      env: { PATH: `${path.dirname(rig.python)}${path.delimiter}${process.env.PATH}`, ...env },
    });
    writeInto(server.folders.data, "Machine/settings.json", JSON.stringify(machine));
    closing.unshift(
      () => server.stop(),
      () => writeInto(rig.artifacts, `${stem}-logs/server.log`, server.log()),
    );
    const window = await startBrowser({ executable: rig.browser, dir, viewport });
    closing.unshift(() => window.close());
    const workbench = await Workbench.open(window.context, server.address(folder));
    const { data, jumperwire } = server.folders;
    const context = {
      workbench,
      page: workbench.page,
      server,
      dir,
      folder,
      data,
      home: jumperwire,
      python: rig.python,
      version: rig.version,
    };
    const shoot = (name) =>
      workbench.screenshot(path.join(rig.artifacts, `${stem}-${name.replaceAll(/[^\w]+/g, "-").slice(0, 80)}.png`));
    return { context, shoot, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** VS Code's own logs, with the extension's and the sidecar's among them, and what else the sidecar wrote. */
function keepLogs(dir, artifacts, stem) {
  const kept = path.join(artifacts, `${stem}-logs`);
  for (const [from, to] of [
    ["data/logs", "vscode"],
    ["jumperwire/log", "jumperwire"],
  ]) {
    if (existsSync(path.join(dir, from))) cpSync(path.join(dir, from), path.join(kept, to), { recursive: true });
  }
}

export function emptyDir(dir) {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
}

function writeInto(folder, name, text) {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text, { mode: text.startsWith("#!") ? 0o755 : 0o644 });
}

async function within(ms, work) {
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the test did not end in ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const indented = (text) => text.replaceAll(/^/gm, "     ");
