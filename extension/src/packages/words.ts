// The result of an installation, in words. Pure.

import type { PackageInstallResult } from "../generated/contract.ts";

/** "Installed aioble 0.6 and 2 more on demo: 12 files sent, 3 unchanged". The first package is the requested one. */
export function installedText({ packages, files, unchanged, removed }: PackageInstallResult, board: string): string {
  const [first, ...others] = packages;
  const what = `${first === undefined ? "nothing" : titleOf(first)}${others.length === 0 ? "" : ` and ${String(others.length)} more`}`;
  if (files === 0 && removed.length === 0) return `Already installed on ${board}: ${what}, ${counted(unchanged)}`;
  const parts = [
    `${counted(files)} sent`,
    unchanged > 0 ? `${String(unchanged)} unchanged` : "",
    removed.length > 0 ? `${String(removed.length)} from older versions deleted` : "",
  ];
  return `Installed ${what} on ${board}: ${parts.filter((part) => part !== "").join(", ")}`;
}

/** "Uninstalled aioble from demo: 4 files deleted" */
export function uninstalledText(names: readonly string[], removed: number, board: string): string {
  return `Uninstalled ${whatOf(names)} from ${board}: ${counted(removed)} deleted`;
}

/** Returns the name, or how many there are. */
export function whatOf(names: readonly string[]): string {
  const [only = ""] = names;
  return names.length === 1 ? only : `${String(names.length)} packages`;
}

/** A package without a version is shown by its name alone. */
function titleOf({ name, version }: { readonly name: string; readonly version: string }): string {
  return version === "" ? name : `${name} ${version}`;
}

function counted(files: number): string {
  return `${String(files)} file${files === 1 ? "" : "s"}`;
}
