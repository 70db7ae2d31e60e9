// A Chromium that is on this computer, without a window and without a way out of it.
import { accessSync, constants } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";
import { WINDOWS } from "../project.mjs";

const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
// Chromium refuses its sandbox to root.
const SANDBOX = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const LOOPBACK = ["127.0.0.1", "localhost"];

/** The first that is there, or undefined. Those of macOS and Windows were not run. */
export function findBrowser() {
  const named = process.env.JUMPERWIRE_BROWSER;
  return named ? named : candidates().find(isProgram);
}

function candidates() {
  if (process.platform === "darwin") {
    return ["Google Chrome", "Chromium", "Microsoft Edge"].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (WINDOWS) {
    const folders = [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA].filter(
      Boolean,
    );
    return folders.flatMap((folder) =>
      ["Google/Chrome", "Chromium", "Microsoft/Edge"].flatMap((name) =>
        ["chrome.exe", "msedge.exe"].map((file) => path.join(folder, name, "Application", file)),
      ),
    );
  }
  const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge-stable"];
  return names.flatMap((name) => process.env.PATH.split(path.delimiter).map((folder) => path.join(folder, name)));
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {{executable: string, dir: string}} options `dir` is for what the browser writes */
export async function startBrowser({ executable, dir, viewport = { width: 1280, height: 800 } }) {
  const context = await chromium.launchPersistentContext(path.join(dir, "browser"), {
    executablePath: executable,
    headless: true,
    viewport,
    locale: "en-US",
    permissions: ["clipboard-read", "clipboard-write"],
    args: [...FLAGS, ...SANDBOX],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    // What Chromium keeps outside of its profile.
    env: { ...process.env, HOME: dir, XDG_CONFIG_HOME: path.join(dir, "xdg"), XDG_CACHE_HOME: path.join(dir, "xdg") },
  });
  await context.route(
    (url) => /^https?:$/.test(url.protocol) && !LOOPBACK.includes(url.hostname),
    (route) => route.abort(),
  );
  return { context, close: () => context.close() };
}
