// A copy of this repository's files as git knows them, in a new folder: what a fresh clone is.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ROOT, run } from "../../scripts/project.mjs";

/** What set-up reads; tests and pages are left out, since nothing is set up from them. */
const PARTS = [
  "package.json",
  "package-lock.json",
  "esbuild.mjs",
  "tsconfig.json",
  "scripts",
  "server",
  "extension/src",
];

export function freshCopy() {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "jumperwire-clone-")));
  const names = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", ...PARTS], {
    cwd: ROOT,
    encoding: "utf8",
  });
  for (const name of names.split("\0").filter(Boolean)) cpSync(path.join(ROOT, name), path.join(folder, name));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }) };
}

/** `npm run setup -- <steps>` there, in an environment of its own. */
export const setUp = ({ folder }, steps, env) =>
  run([process.execPath, path.join(folder, "scripts/setup.mjs"), ...steps], { cwd: folder, env });
