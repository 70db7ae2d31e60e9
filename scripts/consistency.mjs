// Facts that stand in more than one place must be the same there: the version, and whose work is bundled.
import { existsSync, readFileSync } from "node:fs";
import { notices } from "./notices.mjs";
import { inRoot } from "./project.mjs";

const read = (file) => (existsSync(inRoot(file)) ? readFileSync(inRoot(file), "utf8") : "");
const problems = [];

const versions = {
  "package.json": JSON.parse(read("package.json")).version,
  "server/pyproject.toml": /^version = "(.*)"$/m.exec(read("server/pyproject.toml"))?.[1],
  "server/src/jumperwire/__init__.py": /^__version__ = "(.*)"$/m.exec(read("server/src/jumperwire/__init__.py"))?.[1],
};
if (new Set(Object.values(versions)).size !== 1) problems.push(`versions differ: ${JSON.stringify(versions)}`);

if (read("THIRD_PARTY_NOTICES").replaceAll("\r\n", "\n") !== notices()) {
  problems.push("THIRD_PARTY_NOTICES is not what the bundled packages say; run `node scripts/notices.mjs`");
}

const hosts = /\b(pypi\.org|registry\.npmjs\.org|files\.pythonhosted\.org)\b/;
for (const file of [
  "package-lock.json",
  "server/requirements/runtime.txt",
  "server/requirements/dev.txt",
  "server/requirements/bench.txt",
]) {
  if (hosts.test(read(file))) problems.push(`${file} names a registry's host`);
}

for (const problem of problems) console.error(problem);
process.exitCode = problems.length ? 1 : 0;
