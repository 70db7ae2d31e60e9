// Installs a VS Code server and the Node it is made for, into the cache that all clones share. No install script of
// any package runs; what is native and needed is built from its sources.
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { WINDOWS, must, npm, run } from "../project.mjs";
import { alone, cacheDir } from "./cache.mjs";
import { NODES, REVISION, RIPGREP, RIPGREPS, VERSIONS } from "./versions.mjs";

const PLATFORM = `${process.platform}-${process.arch}`;

/** Raised where this cannot work at all, so that callers may skip instead of fail. */
export class NotHere extends Error {}

/**
 * @param {keyof typeof VERSIONS} version
 * @param {(text: string) => void} log
 * @returns {Promise<{node: string, server: string}>} Node, and the server's entry
 */
export async function installVscode(version, log = console.log) {
  const wanted = VERSIONS[version];
  if (!wanted) throw new Error(`no VS Code ${version}; there are: ${Object.keys(VERSIONS).join(", ")}`);
  const ownNode = nodeInstead(wanted);
  const target = path.join(cacheDir(), `vscode-${version}-${REVISION}`);
  if (!existsSync(target)) {
    await alone(`vscode-${version}`, () => build(version, target, ownNode, log), {
      waiting: () => log(`another process installs VS Code ${wanted.vscode}; waiting for it`),
    });
  }
  return {
    node: ownNode ?? path.join(target, "node/bin/node"),
    server: path.join(target, "code-server/lib/vscode/out/server-main.js"),
  };
}

/** This process's Node, where there is no package with the right one: on macOS, where this was not run. */
function nodeInstead({ vscode, node }) {
  if (WINDOWS) throw new NotHere("the VS Code for tests does not install on Windows");
  if (NODES[node][PLATFORM]) return undefined;
  const [wanted, own] = [node, process.versions.node].map((release) => release.split(".")[0]);
  if (wanted !== own)
    throw new NotHere(`on ${PLATFORM}, VS Code ${vscode} needs this to be run by Node ${wanted}, not ${own}`);
  return process.execPath;
}

async function build(version, target, ownNode, log) {
  if (existsSync(target)) return;
  for (const name of readdirSync(cacheDir()))
    if (name.startsWith(`new-${version}-`)) rmSync(path.join(cacheDir(), name), { recursive: true, force: true });
  const started = Date.now();
  log(`installing VS Code ${VERSIONS[version].vscode} to test with, once for all clones (450 MB; a minute or two) …`);
  const dir = mkdtempSync(path.join(cacheDir(), `new-${version}-`));
  try {
    await fill(dir, version, ownNode, log);
    renameSync(dir, target);
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  }
  log(`VS Code ${VERSIONS[version].vscode} installed in ${((Date.now() - started) / 1000).toFixed(0)} s`);
}

async function fill(dir, version, ownNode, log) {
  const { integrity, node } = VERSIONS[version];
  await unpack(`code-server@${version}`, integrity, path.join(dir, "code-server"));
  if (!ownNode) await unpack(`node-${PLATFORM}@${node}`, NODES[node][PLATFORM], path.join(dir, "node"));
  const program = ownNode ?? path.join(dir, "node/bin/node");
  if (!ownNode) chmodSync(program, 0o755);
  const env = {
    // npm is `#!/usr/bin/env node`: it now runs on this one, and builds for it, with the headers that are here.
    PATH: `${path.dirname(program)}${path.delimiter}${process.env.PATH}`,
    ...(ownNode ? {} : { npm_config_nodedir: path.join(dir, "node") }),
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_update_notifier: "false",
    npm_config_loglevel: "error",
    JOBS: "max",
  };
  const root = path.join(dir, "code-server");
  const vscode = path.join(root, "lib/vscode");
  // A peer that VS Code's shrinkwrap lacks makes a plain `npm ci` refuse it, hence --legacy-peer-deps.
  for (const cwd of [root, vscode, path.join(vscode, "extensions")])
    await must(npm("ci", "--omit=dev", "--ignore-scripts", "--legacy-peer-deps"), { cwd, env });
  await buildNative(vscode, env, log);
  await addRipgrep(vscode, dir);
  link(vscode);
  slim(vscode);
  const said = await must([program, path.join(vscode, "out/server-main.js"), "--version"], {
    env: { ...env, HOME: dir },
  });
  if (!said.includes(VERSIONS[version].vscode)) throw new Error(`VS Code says it is ${said.trim()}`);
}

/** Download a package, compare it, and unpack it to `target`; nothing of it runs. */
async function unpack(name, integrity, target) {
  mkdirSync(target);
  const folder = mkdtempSync(`${target}-`);
  await must(npm("pack", "--silent", "--pack-destination", folder, name), { cwd: folder });
  const [file] = readdirSync(folder).map((tarball) => path.join(folder, tarball));
  const found = `sha512-${createHash("sha512").update(readFileSync(file)).digest("base64")}`;
  if (found !== integrity) throw new Error(`${name} is not what it was: ${found} instead of ${integrity}`);
  await must(["tar", "xzf", file, "-C", target, "--strip-components=1"]);
  rmSync(folder, { recursive: true });
}

/** Log files (spdlog), an extension host that dies with its server (watchdog), and terminals with a shell. */
async function buildNative(vscode, env, log) {
  const there = (name) => existsSync(path.join(vscode, "node_modules", name));
  const names = ["@vscode/spdlog", "@vscode/native-watchdog", "native-watchdog"].filter(there);
  if (!there("node-pty/prebuilds")) names.push("node-pty");
  const { output } = await run(npm("rebuild", "--foreground-scripts", ...names), { cwd: vscode, env });
  writeFileSync(path.join(vscode, "../../../native.log"), output);
  // By what is there, and not by the exit code: a step after the building is for another system, and fails here.
  const release = (name) => path.join(vscode, "node_modules", name, "build/Release");
  const built = (name) =>
    existsSync(release(name)) && readdirSync(release(name)).some((file) => file.endsWith(".node"));
  // A compiler is not on every computer, and what the tests look at does not depend on these.
  if (!names.every(built))
    log("some native parts of VS Code were not built (is there a C++ compiler?): it works, but keeps fewer logs");
}

/** What the package's own post-install script does besides building. */
function link(vscode) {
  const os = process.platform === "darwin" ? "darwin" : "linux";
  for (const [file, to] of [
    ["bin/remote-cli/code-server", `code-${os}.sh`],
    ["bin/helpers/browser.sh", `browser-${os}.sh`],
  ]) {
    rmSync(path.join(vscode, file), { force: true });
    symlinkSync(to, path.join(vscode, file));
  }
}

/** Opening a file by its name is a search. */
async function addRipgrep(vscode, dir) {
  const ripgrep = path.join(vscode, "node_modules/@vscode/ripgrep");
  if (!existsSync(ripgrep) || !RIPGREPS[PLATFORM]) return;
  const unpacked = path.join(dir, "ripgrep");
  await unpack(`@vscode/ripgrep-${PLATFORM}@${RIPGREP}`, RIPGREPS[PLATFORM], unpacked);
  cpSync(path.join(unpacked, "bin"), path.join(ripgrep, "bin"), { recursive: true });
  chmodSync(path.join(ripgrep, "bin/rg"), 0o755);
  rmSync(unpacked, { recursive: true });
}

/** Other systems' binaries, what building left, and the parts for artificial intelligence: 300 MB. */
function slim(vscode) {
  const remove = (...names) =>
    names.forEach((name) => rmSync(path.join(vscode, name), { recursive: true, force: true }));
  for (const folder of ["node_modules/@vscode/ripgrep-universal/bin", "node_modules/node-pty/prebuilds"]) {
    const full = path.join(vscode, folder);
    if (existsSync(full))
      remove(
        ...readdirSync(full)
          .filter((name) => name !== PLATFORM)
          .map((name) => path.join(folder, name)),
      );
  }
  remove(
    "node_modules/@vscode/spdlog/build/Release/obj.target",
    "node_modules/@vscode/spdlog/deps",
    "node_modules/node-pty/third_party",
    "node_modules/node-pty/deps",
  );
  remove(
    "extensions/copilot",
    "extensions/mermaid-markdown-features",
    "node_modules/@github",
    "node_modules/@microsoft/mxc-sdk",
  );
}
