// Puts MicroPython's WebAssembly build where the virtual board expects it: server/src/jumperwire/virtual/vendor/.
// Takes it from node_modules, or from `--from <folder of the unpacked package>`; checks it; does nothing when it is there.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const vendor = path.join(root, "server/src/jumperwire/virtual/vendor");
const {
  package: PACKAGE,
  version: VERSION,
  sha256: SHA256,
} = JSON.parse(readFileSync(path.join(root, "server/interpreter/source.json"), "utf8"));
const LICENCE = `MicroPython ${VERSION} (npm ${PACKAGE}), MIT licence.\n`;
const flag = process.argv.indexOf("--from");
const from = flag > 0 ? process.argv[flag + 1] : path.join(root, "node_modules", PACKAGE);

const sha256 = (file) => createHash("sha256").update(readFileSync(file)).digest("hex");

mkdirSync(vendor, { recursive: true });
for (const [name, expected] of Object.entries(SHA256)) {
  const target = path.join(vendor, name);
  if (existsSync(target) && sha256(target) === expected) continue;
  const source = path.join(from, name);
  if (!existsSync(source)) fail(`${source} is missing: run npm ci`);
  if (sha256(source) !== expected) fail(`${source} is not the one of ${PACKAGE}@${VERSION}: run npm ci`);
  writeFileSync(target, readFileSync(source));
}
const notices = readFileSync(path.join(root, "server/interpreter/NOTICE"), "utf8");
writeFileSync(path.join(vendor, "LICENSE"), `${LICENCE}\n${notices}`);

function fail(text) {
  console.error(text);
  process.exit(1);
}
