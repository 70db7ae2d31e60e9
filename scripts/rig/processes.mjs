// Starting a program with all that it starts, and ending all of it.
import { spawn, spawnSync } from "node:child_process";
import { WINDOWS } from "../project.mjs";

const GRACE_MS = 5_000;

/** A process group of its own; it ends with this process, whatever this one dies of short of a SIGKILL. */
export function startGroup([program, ...args], { cwd, env }) {
  const child = spawn(program, args, {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: !WINDOWS,
    windowsHide: true,
  });
  const last = () => signalGroup(child, "SIGKILL");
  process.once("exit", last);
  let ended = false;
  const exit = new Promise((resolve, reject) => {
    child.once("exit", resolve);
    child.once("error", reject);
  }).finally(() => {
    ended = true;
  });
  exit.catch(() => undefined); // whoever waits for it hears of it
  const stop = async () => {
    if (!ended) {
      signalGroup(child, "SIGTERM");
      await Promise.race([exit, new Promise((resolve) => setTimeout(resolve, GRACE_MS).unref())]);
    }
    last(); // what outlived the leader
    process.off("exit", last);
  };
  return { child, exit, stop };
}

function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (WINDOWS) spawnSync("taskkill", ["/pid", String(child.pid), "/t", "/f"]);
    else process.kill(-child.pid, signal);
  } catch {
    // nothing of it is left
  }
}

/** Ctrl-C and a polite kill end this process by its exit handlers, so that nothing it started is left. */
export function exitOnSignals(stop = async () => undefined) {
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ]) {
    process.on(signal, () => {
      void stop().finally(() => process.exit(code));
    });
  }
}
