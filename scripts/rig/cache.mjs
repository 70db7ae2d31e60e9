// The folder that all clones of one user share: a VS Code is half a gigabyte, and never changes.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

/** A process that seems to be at it for longer is another one, with the number of one that died. */
const LONGEST_MS = 30 * 60_000;

export function cacheDir() {
  const named = process.env.JUMPERWIRE_DEV_CACHE;
  return named ? path.resolve(named) : path.join(platformCache(), "jumperwire-dev");
}

function platformCache() {
  if (process.platform === "win32") return process.env.LOCALAPPDATA ?? path.join(homedir(), "AppData", "Local");
  if (process.platform === "darwin") return path.join(homedir(), "Library", "Caches");
  return process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache");
}

/** Runs `work` while no other process does it for the same `name`. What a process that died left is taken over. */
export async function alone(name, work, { waiting = () => undefined } = {}) {
  mkdirSync(cacheDir(), { recursive: true });
  const lock = path.join(cacheDir(), `${name}.lock`);
  for (let said = false; !take(lock); said = true) {
    if (!said) waiting();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  if (alive(owner(lock)) && age(lock) < LONGEST_MS) return false;
  // Renamed, which one process alone can do, and not removed: another may have taken it over meanwhile.
  const stale = `${lock}.${process.pid}`;
  try {
    renameSync(lock, stale);
  } catch {
    return false;
  }
  const mistaken = alive(owner(stale)) && age(stale) < LONGEST_MS;
  if (mistaken) renameSync(stale, lock);
  else rmSync(stale, { force: true });
  return false;
}

/** 0 for none; and for one that has not written its number yet, our own, which is alive. */
function owner(lock) {
  try {
    return Number(readFileSync(lock, "utf8") || process.pid);
  } catch {
    return process.pid;
  }
}

function age(file) {
  return Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
