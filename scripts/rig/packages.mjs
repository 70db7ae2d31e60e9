// System packages that tests need, where they can be had without asking anybody: as root on Debian and its kin.
import { existsSync } from "node:fs";
import { run } from "../project.mjs";

/** Without fonts a browser draws boxes. */
const COMPANIONS = { chromium: ["fonts-dejavu-core"] };
const APT = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"];

/**
 * @param {string[]} names
 * @returns {Promise<{ok: boolean, command: string}>} `command` is what a person would type
 */
export async function ensureDebianPackages(names) {
  const wanted = [...new Set(names.flatMap((name) => [name, ...(COMPANIONS[name] ?? [])]))];
  if (!existsSync("/usr/bin/apt-get"))
    return { ok: false, command: `install ${names.join(", ")} by your system's means` };
  const missing = [];
  for (const name of wanted) if (!(await isInstalled(name))) missing.push(name);
  const command = `sudo apt-get install --no-install-recommends ${missing.join(" ")}`;
  if (missing.length === 0) return { ok: true, command };
  if (process.getuid() !== 0) return { ok: false, command };
  process.stdout.write(`set-up: ${missing.join(", ")} … `);
  const started = Date.now();
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await attempt([...APT, "update"], { env }); // what it could not reach may not be needed: the next step tells
  const { code, output } = await attempt([...APT, "install", "-y", "--no-install-recommends", ...missing], { env });
  console.log(code === 0 ? `${((Date.now() - started) / 1000).toFixed(1)} s` : `failed\n${output.trim()}`);
  return { ok: code === 0, command };
}

async function isInstalled(name) {
  const { output } = await attempt(["dpkg-query", "-W", "-f", "${db:Status-Status}", name]);
  return output === "installed";
}

const attempt = (...command) => run(...command).catch((error) => ({ code: 1, output: String(error) }));
