// A VS Code server on loopback, with a profile of its own: nothing of the user's gets in, or is written.
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { WINDOWS, must } from "../project.mjs";
import { startGroup } from "./processes.mjs";

const UP_MS = 60_000;
/** What would make VS Code think it runs inside another one, or change how its Node behaves. */
const NOT_INHERITED = [
  "VSCODE_IPC_HOOK_CLI",
  "PORT",
  "PASSWORD",
  "NODE_OPTIONS",
  "NODE_PATH",
  "ELECTRON_RUN_AS_NODE",
  "JUMPERWIRE_NODE",
];

/** Short, because sockets are made below it, whose paths may not be long. */
export function temporaryDir() {
  const base = WINDOWS || tmpdir().length < 30 ? tmpdir() : "/tmp";
  return mkdtempSync(path.join(realpathSync(base), "jw-"));
}

/** The folders of a profile. `jumperwire` is where the sidecar keeps everything. */
export function foldersOf(dir) {
  const names = { data: "data", extensions: "ext", home: "home", tmp: "t", jumperwire: "jumperwire" };
  const folders = Object.fromEntries(Object.entries(names).map(([key, name]) => [key, path.join(dir, name)]));
  for (const folder of [...Object.values(folders), path.join(folders.data, "User")])
    mkdirSync(folder, { recursive: true });
  return folders;
}

function environment({ home, tmp, jumperwire }, own) {
  const env = {
    ...process.env,
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, ".config"),
    XDG_CACHE_HOME: path.join(home, ".cache"),
    XDG_DATA_HOME: path.join(home, ".local/share"),
    XDG_RUNTIME_DIR: tmp,
    TMPDIR: tmp,
    JUMPERWIRE_HOME: jumperwire,
    // Else the extension host's PATH is that of a login shell, and another Python is found.
    VSCODE_CLI: "1",
    ...own,
  };
  for (const name of NOT_INHERITED) delete env[name];
  return env;
}

function baseArguments(dir, { data, extensions }) {
  return [
    "--accept-server-license-terms",
    "--server-data-dir",
    dir,
    "--user-data-dir",
    data,
    "--extensions-dir",
    extensions,
  ];
}

/** Installs a vsix once; servers copy the folder that this returns. */
export async function installExtension(vscode, vsix, dir) {
  const folders = foldersOf(dir);
  await must([vscode.node, vscode.server, ...baseArguments(dir, folders), "--install-extension", vsix], {
    env: environment(folders, {}),
  });
  return folders.extensions;
}

/**
 * @param {{node: string, server: string}} vscode
 * @param {object} options
 * @param {string} options.dir where the profile is, or is to be
 * @param {object} [options.settings] of the user; without, those that are there stay
 * @param {string} [options.extensions] a folder with installed extensions to start with
 * @param {Record<string, string>} [options.env]
 * @param {boolean} [options.driver] make a built workbench obey extensionDevelopmentPath and extensionTestsPath; not
 *   for tests of the user interface: with it, VS Code 1.139 shows no toasts
 * @param {boolean} [options.trusted] false for Restricted Mode, which the settings must allow
 * @param {string} [options.token] asked of browsers, for servers that live longer than a test
 * @param {number} [options.port] 0 for any
 */
export async function startServer(
  vscode,
  { dir, settings, extensions, env = {}, driver = false, trusted = true, token, port = 0 },
) {
  const folders = foldersOf(dir);
  if (settings) writeFileSync(path.join(folders.data, "User/settings.json"), `${JSON.stringify(settings, null, 2)}\n`);
  if (extensions) cpSync(extensions, folders.extensions, { recursive: true });
  const access = token ? ["--connection-token", token] : ["--without-connection-token"];
  const args = [
    ...baseArguments(dir, folders),
    "--host",
    "127.0.0.1",
    "--port",
    String(port),
    ...access,
    "--telemetry-level",
    "off",
    ...(trusted ? ["--disable-workspace-trust"] : []),
    ...(driver ? ["--enable-smoke-test-driver"] : []),
  ];
  const group = startGroup([vscode.node, vscode.server, ...args], {
    cwd: folders.home,
    env: environment(folders, env),
  });
  const output = collect(group.child);
  const url = `http://127.0.0.1:${await portOf(group, output)}`;
  return {
    url,
    dir,
    folders,
    /** Fulfilled when it ends, of itself or stopped. */
    exit: group.exit,
    log: () => output.text,
    address: (folder, payload) => addressOf(url, folder, payload, token),
    remote: (file) => `vscode-remote://${new URL(url).host}${file}`,
    stop: () => group.stop(),
  };
}

function addressOf(url, folder, payload, token) {
  const query = new URLSearchParams();
  if (token) query.set("tkn", token);
  query.set("folder", folder);
  if (payload) query.set("payload", JSON.stringify(payload));
  // People read and copy this: what an address may have as it is stays as it is.
  return `${url}/?${query.toString().replaceAll("%2F", "/").replaceAll("%3A", ":").replaceAll("%2C", ",")}`;
}

function collect(child) {
  const output = { text: "", changed: () => undefined };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text) => {
      output.text += text;
      output.changed();
    });
  }
  return output;
}

async function portOf(group, output) {
  let timer;
  try {
    return await new Promise((resolve, reject) => {
      const fail = (what) => reject(new Error(`VS Code's server ${what}\n${output.text}`));
      output.changed = () => {
        const found = /(?:Web UI available at|HTTP server listening on) http:\/\/[^:]+:(\d+)/.exec(output.text);
        if (found) resolve(found[1]);
      };
      group.child.once("error", (error) => fail(`cannot be started: ${error.message}`));
      group.child.once("exit", (code, signal) => fail(`ended (${signal ?? code})`));
      timer = setTimeout(fail, UP_MS, `was not up in ${UP_MS / 1000} s`);
    });
  } catch (error) {
    await group.stop();
    throw error;
  } finally {
    clearTimeout(timer);
    output.changed = () => undefined;
  }
}

/** For folders of tests; a process that is just ending may still write there. */
export function removeDir(dir) {
  rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
