// How many lines of the extension its tests in plain Node go through, from the report that they leave (lcov). Counted
// are all files that plain Node can load, also those that no test loads; what needs a running VS Code (its imports lead
// to `vscode`) is for the tests in one, and not counted. Fails below the figure.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ARTIFACTS, ROOT, inRoot } from "./project.mjs";

const REPORT = path.join(ARTIFACTS, "extension.lcov");
const SOURCES = "extension/src";
const LEAST = 90;

/** Lines and those gone through, by file, of an lcov report. */
export function linesIn(lcov) {
  const files = new Map();
  for (const record of lcov.split("end_of_record")) {
    const name = /^SF:(.*)$/m.exec(record)?.[1];
    if (name === undefined) continue;
    const hits = [...record.matchAll(/^DA:\d+,(\d+)/gm)].map((match) => Number(match[1]));
    const file = path.relative(ROOT, path.resolve(ROOT, name.trim())).replaceAll(path.sep, "/");
    files.set(file, { all: hits.length, reached: hits.filter((count) => count > 0).length });
  }
  return files;
}

/** The files whose imports never lead to VS Code. `sources` is the text of each by its path. */
export function loadable(sources) {
  const known = new Map();
  const leads = (file) => {
    if (known.has(file)) return known.get(file);
    known.set(file, false); // a circle adds nothing
    const names = [...sources.get(file).matchAll(/^(?:import|export) (?!type\b)(?:[^"';]* from )?"([^"]+)"/gm)];
    const answer = names.some(([, name]) => {
      if (/^vscode(\/|$|-languageclient)/.test(name)) return true;
      const target = path.posix.join(path.posix.dirname(file), name);
      return name.startsWith(".") && sources.has(target) && leads(target);
    });
    known.set(file, answer);
    return answer;
  };
  return [...sources.keys()].filter((file) => !leads(file));
}

/** A file that no test loads has its lines all the same, but for those that are empty. */
function linesOf(text) {
  return { all: text.split("\n").filter((line) => line.trim() !== "").length, reached: 0 };
}

function main() {
  if (!existsSync(REPORT)) throw new Error(`there is no ${REPORT}: run the tests in plain Node first`);
  const reached = linesIn(readFileSync(REPORT, "utf8"));
  const names = readdirSync(inRoot(SOURCES), { recursive: true })
    .map((name) => `${SOURCES}/${name.replaceAll(path.sep, "/")}`)
    .filter((name) => name.endsWith(".ts") && !name.includes("/generated/"));
  const sources = new Map(names.map((name) => [name, readFileSync(inRoot(name), "utf8")]));
  const counted = loadable(sources).map((file) => ({ file, ...(reached.get(file) ?? linesOf(sources.get(file))) }));
  for (const { file, all, reached: lines } of counted)
    if (lines < all) console.log(`${((100 * lines) / all).toFixed(0).padStart(4)} %  ${file} (${all - lines} lines)`);
  const sum = (key) => counted.reduce((total, each) => total + each[key], 0);
  const percent = (100 * sum("reached")) / sum("all");
  console.log(
    `${percent.toFixed(1)} % of ${sum("all")} lines in ${counted.length} of ${names.length} files, the others need VS Code; at least ${LEAST} %`,
  );
  if (percent < LEAST) process.exitCode = 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main();
