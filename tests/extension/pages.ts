// The commands that pages show, and what must be so for each of them to work. Cheap ones are run.

import { execFile } from "node:child_process";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import * as path from "node:path";

export const ROOT = path.resolve(import.meta.dirname, "../..");
export const PAGES = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...namesIn("docs", ".md"),
  ...namesIn("examples", ".md"),
];

const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };

/** What people do on their own systems, and no test may do. */
const THEIRS = new Set(["sudo usermod -aG dialout $USER"]);
const PROGRAM = /^(npm|npx|node|python3?|pip|sudo|git|code|\.venv\/\S+|\.?\/\S+)\s/;
const NO_OPTION = "--no-such-option";

/** Lines of ```sh blocks, and inline code that begins as a command does. */
export function commandsIn(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/^```(\w*)\n(.*?)^```$/gms)];
  const shell = blocks.filter(([, language]) => language === "sh").flatMap(([, , body = ""]) => body.split("\n"));
  const hidden = blocks
    .filter(([, language]) => language !== "sh")
    .flatMap(([, , body = ""]) => body.split("\n").filter((line) => PROGRAM.test(line)));
  const inline = [...markdown.replace(/^```.*?^```$/gms, "").matchAll(/`([^`\n]+)`/g)]
    .map(([, code = ""]) => code)
    .filter((code) => PROGRAM.test(code));
  return [...shell, ...hidden, ...inline]
    .map((line) => line.replace(/\s+#.*$/, "").trim())
    .filter((line) => line !== "");
}

/** Why a command does not work, or undefined. */
export async function complaint(command: string): Promise<string | undefined> {
  if (THEIRS.has(command)) return undefined;
  const several = /^npm run ([\w:]+(?:\|[\w:]+)+)$/.exec(command)?.[1];
  if (several !== undefined) return firstOf(several.split("|").map((name) => `npm run ${name}`));
  const [program = "", ...args] = command.split(/\s+/);
  if (program === "jumper") return undefined; // tests/server/cli/test_pages.py runs it, on a board
  if (program === "npm") return ofNpm(args);
  if (program === "node") return ofNode(args);
  if (program === ".venv/bin/python" && args[0] === "-m" && args[1] === "pytest") return ofPytest(args.slice(2));
  if (command === "pip install ./server")
    return existsSync(path.join(ROOT, "tests/server/test_wheel.py")) ? undefined : "no test installs it";
  return "tests/extension/pages.ts does not know how to check it";
}

async function firstOf(commands: string[]): Promise<string | undefined> {
  for (const command of commands) {
    const found = await complaint(command);
    if (found !== undefined) return `${command}: ${found}`;
  }
  return undefined;
}

async function ofNpm(args: string[]): Promise<string | undefined> {
  const [verb = "", ...rest] = args;
  const name = verb === "run" ? (rest.shift() ?? "") : verb;
  if (verb !== "run" && !["start", "test"].includes(verb)) return `npm ${verb} is not a script`;
  const script = scripts[name];
  if (script === undefined) return `package.json has no script ${name}`;
  if (rest.length > 0 && rest[0] !== "--") return `npm takes ${rest.join(" ")} for itself: -- is missing`;
  const [program, ...own] = script.split(" ");
  return program === "node" ? ofNode([...own, ...rest.slice(1)]) : `${name} is not run by node`;
}

async function ofNode(args: string[]): Promise<string | undefined> {
  if (args.join(" ").startsWith("--import tsx --test ")) return ofNodeTest(args);
  const [file = "", ...options] = args;
  if (!isFile(file)) return `there is no ${file}`;
  if (file === "scripts/test.mjs") return unknownPart(file, options);
  if (file === "scripts/bench.mjs")
    return options.find(
      (option) =>
        option.startsWith("--") && !new RegExp(`add_argument\\(\\s*"${option}"`).test(read("tests/bench/__main__.py")),
    );
  const version = options[options.indexOf("--version") + 1] ?? "";
  if (options.includes("--version") && !read("scripts/rig/versions.mjs").includes(`  "${version}": {\n    vscode:`))
    return `no VS Code ${version}`;
  if (read(file).includes("parseArgs(")) return refusedOption(file, options);
  return options.find((option) => !read(file).includes(`"${option}"`));
}

async function ofNodeTest(args: string[]): Promise<string | undefined> {
  const { code, output } = await run(args);
  return code === 0 && /^\D*pass [1-9]/m.test(output) ? undefined : output;
}

/** The runner says which parts there are, before it does anything, when one is unknown. */
async function unknownPart(file: string, options: string[]): Promise<string | undefined> {
  const { output } = await run([file, ...options, NO_OPTION]);
  return output.includes(`no part named ${NO_OPTION};`) ? undefined : output;
}

/** Node names the first option that a script does not take; that must be the one that was added here. */
async function refusedOption(file: string, options: string[]): Promise<string | undefined> {
  const { output } = await run([file, ...options, NO_OPTION]);
  return output.includes(`Unknown option '${NO_OPTION}'`) ? undefined : output;
}

/** Not run, since the extension's tests need no Python: files must be there, and a word for -k in a test's name. */
function ofPytest(args: string[]): string | undefined {
  const words = [...args];
  let word: string | undefined;
  const places: string[] = [];
  for (let next = words.shift(); next !== undefined; next = words.shift()) {
    if (next === "-k") word = words.shift();
    else if (next === "-c") places.push(words.shift() ?? "");
    else if (!next.startsWith("-")) places.push(next);
    else return `unknown option ${next}`;
  }
  const missing = places.find((place) => !existsSync(path.join(ROOT, place)));
  if (missing !== undefined) return `there is no ${missing}`;
  const tests = places
    .filter((place) => statSync(path.join(ROOT, place)).isDirectory())
    .flatMap((folder) => namesIn(folder, ".py").map(read));
  return word === undefined || tests.some((text) => new RegExp(`def test_\\w*${word}`).test(text))
    ? undefined
    : `no test has ${word} in its name`;
}

function run(args: string[]): Promise<{ code: number; output: string }> {
  // What node:test sets for its files would make a child report to it.
  const { NODE_TEST_CONTEXT: _context, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: ROOT, env, timeout: 60_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : 1, output: stdout + stderr });
    });
  });
}

function namesIn(folder: string, ending: string): string[] {
  const names = readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(ending))
    .map((name) => path.join(folder, name))
    .sort();
}

export function read(file: string): string {
  return readFileSync(path.join(ROOT, file), "utf8").replaceAll("\r\n", "\n");
}

function isFile(file: string): boolean {
  return file !== "" && existsSync(path.join(ROOT, file)) && statSync(path.join(ROOT, file)).isFile();
}
