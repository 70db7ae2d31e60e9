// Puts MicroPython's WebAssembly build where the virtual board expects it: server/src/jumperwire/virtual/vendor/.
// Takes it from node_modules, or from `--from <folder of the unpacked package>`; checks it; does nothing when it is there.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGE = "@micropython/micropython-webassembly-pyscript";
// The version in package.json, and the newest whose prompt works: in 1.28 an empty line is a SyntaxError, in 1.29.0-6
// the arrow keys do not reach the history. A new one needs a new checksum here, and the tests in tests/server/virtual.
const VERSION = "1.27.0";
const SHA256 = { "micropython.wasm": "06338c955b03c5700aa0069015d3e392d76836ef8e2ce25bedbe59b88ccd373c" };
const LICENCE = `MicroPython ${VERSION} (npm ${PACKAGE}), MIT licence.\n`;

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const vendor = path.join(root, "server/src/jumperwire/virtual/vendor");
const flag = process.argv.indexOf("--from");
const from = flag > 0 ? process.argv[flag + 1] : path.join(root, "node_modules", PACKAGE);

const sha256 = (file) => createHash("sha256").update(readFileSync(file)).digest("hex");

mkdirSync(vendor, { recursive: true });
for (const [name, expected] of Object.entries(SHA256)) {
  const target = path.join(vendor, name);
  if (existsSync(target) && sha256(target) === expected) continue;
  const source = path.join(from, name);
  if (!existsSync(source)) fail(`${source} is missing: run npm install`);
  if (sha256(source) !== expected) fail(`${source} is not the one of ${PACKAGE}@${VERSION}: run npm install`);
  writeFileSync(target, readFileSync(source));
}
const notices = readFileSync(path.join(root, "scripts/notices/micropython.txt"), "utf8");
writeFileSync(path.join(vendor, "LICENSE"), `${LICENCE}\n${notices}`);

function fail(text) {
  console.error(text);
  process.exit(1);
}
