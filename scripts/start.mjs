// npm start: VS Code with the extension from these sources, and an example in it.
//
// On a desktop that has VS Code's `code` on its PATH: a new window of that. Else, or with `npm start -- --browser`: a
// VS Code in the browser, with a profile of this clone's in the user's cache, so nothing is written here.
//   --browser      even if there is a VS Code on this desktop
//   --port N       for the address in the browser (8137, or any other when that is taken)
//   --no-open      only print the address
import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { ROOT, WINDOWS, inRoot } from "./project.mjs";
import { setUp } from "./setup.mjs";

const EXAMPLE = inRoot("examples/blink");
const FILE = path.join(EXAMPLE, "main.py");
const PORT = 8137;

const { values } = parseArgs({
  options: { browser: { type: "boolean" }, port: { type: "string" }, "no-open": { type: "boolean" } },
});
const { python } = await setUp(["node", "python", "minified", "virtual", "sidecar", "build"]);
const code = values.browser ? undefined : desktopCode();
if (code) await onDesktop(code);
else await inBrowser();

/** VS Code's own command, unless it is that of a server, which needs a window to talk to. */
function desktopCode() {
  const names = WINDOWS ? ["code.cmd", "code-insiders.cmd"] : ["code", "code-insiders", "codium"];
  const programs = names.flatMap((name) =>
    process.env.PATH.split(path.delimiter).map((folder) => path.join(folder, name)),
  );
  return programs.find((file) => isProgram(file) && !realpathSync(file).includes("remote-cli"));
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Not run on macOS and Windows. */
async function onDesktop(program) {
  const args = ["--new-window", `--extensionDevelopmentPath=${ROOT}`, EXAMPLE, FILE];
  console.log(`opening ${program} with the extension from ${ROOT} …`);
  // On Windows it is a batch file, which only a shell starts.
  const child = WINDOWS
    ? spawn("cmd.exe", ["/d", "/c", program, ...args], { stdio: "inherit" })
    : spawn(program, args, { stdio: "inherit" });
  const status = await new Promise((resolve, reject) => child.once("error", reject).once("exit", resolve));
  if (status !== 0) throw new Error(`${program} ended with ${status}; there is also: npm start -- --browser`);
  console.log("A window opens. Press ▷ above main.py: it runs on the simulated board.");
}

async function inBrowser() {
  // Imported here, because on a fresh clone their packages have only just been installed.
  const { cacheDir } = await import("./rig/cache.mjs");
  const { installVscode } = await import("./rig/install.mjs");
  const { exitOnSignals } = await import("./rig/processes.mjs");
  const { foldersOf, startServer } = await import("./rig/server.mjs");
  const { QUIET } = await import("./rig/settings.mjs");
  const { NEWEST, VERSIONS } = await import("./rig/versions.mjs");

  const vscode = await installVscode(NEWEST);
  const dir = path.join(cacheDir(), `profile-${createHash("sha256").update(ROOT).digest("hex").slice(0, 8)}`);
  const { data, extensions } = foldersOf(dir);
  listExtension(extensions, data);
  const settings = existsSync(path.join(data, "User/settings.json")) ? undefined : QUIET;
  console.log(`starting VS Code ${VERSIONS[NEWEST].vscode} …`);
  // A Python that is new enough for certain; what is found first on a PATH may not be.
  const env = { PATH: `${path.dirname(python)}${path.delimiter}${process.env.PATH}` };
  const port = await freePort(values.port === undefined ? PORT : Number(values.port));
  const server = await startServer(vscode, { dir, settings, token: tokenOf(dir), port, env });
  exitOnSignals(() => server.stop());
  const address = server.address(EXAMPLE, [["openFile", server.remote(FILE)]]);
  announce(address);
  if (!values["no-open"]) openBrowser(address);
  await server.exit;
  throw new Error(`VS Code's server ended\n${server.log()}`);
}

/**
 * The sources themselves, as an installed extension: nothing is packed, and a reload of the window takes a new build.
 * The list may have extensions that were installed by hand; they stay.
 */
function listExtension(extensions, data) {
  const { publisher, name, version } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
  const id = `${publisher}.${name}`;
  const list = path.join(extensions, "extensions.json");
  const others = existsSync(list)
    ? JSON.parse(readFileSync(list, "utf8")).filter(({ identifier }) => identifier.id !== id)
    : [];
  const location = { $mid: 1, scheme: "file", path: decodeURIComponent(pathToFileURL(ROOT).pathname) };
  writeFileSync(
    list,
    JSON.stringify([...others, { identifier: { id }, version, location, metadata: { pinned: true } }]),
  );
  // What VS Code remembers of their package.json files, of which this one changes.
  rmSync(path.join(data, "CachedProfilesData"), { recursive: true, force: true });
}

/** Other users of this computer can reach the port; kept, so that a tab that is still open goes on working. */
function tokenOf(dir) {
  const file = path.join(dir, "token");
  if (!existsSync(file)) {
    mkdirSync(dir, { recursive: true });
    writeFileSync(file, randomBytes(16).toString("hex"), { mode: 0o600 });
  }
  return readFileSync(file, "utf8");
}

/** The one wanted, because a browser keeps a window's state by its address; or 0, for any. */
function freePort(wanted) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(0));
    probe.listen(wanted, "127.0.0.1", () => probe.close(() => resolve(wanted)));
  });
}

function announce(address) {
  console.log(`
    VS Code with Jumperwire is at

      ${address}

    Press ▷ above main.py: it runs on the simulated board. Ctrl-C here ends everything.
`);
}

/** Only where there is a display to open it on. */
function openBrowser(address) {
  const opener = { darwin: ["open"], win32: ["cmd.exe", "/d", "/c", "start", ""] }[process.platform] ?? ["xdg-open"];
  if (opener[0] === "xdg-open" && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  // Quotes, because "&" in an address means something to cmd.exe.
  const argument = WINDOWS ? `"${address}"` : address;
  const child = spawn(opener[0], [...opener.slice(1), argument], {
    stdio: "ignore",
    detached: true,
    windowsVerbatimArguments: true,
  });
  child.once("error", () => undefined);
  child.unref();
}
