// Makes dist/jumperwire.vsix: the bundle, the sidecar with its libraries, the virtual board.
import { createRequire } from "node:module";
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { VENV_PYTHON, inRoot, must, nodeTool } from "./project.mjs";
import { setUp } from "./setup.mjs";

export const VSIX = inRoot("dist/jumperwire.vsix");

await setUp(["node", "python", "minified", "virtual", "sidecar", "build"]);
const vsce = path.relative(inRoot("node_modules"), createRequire(import.meta.url).resolve("@vscode/vsce/vsce"));
await must(
  nodeTool(
    vsce,
    "package",
    "--no-dependencies",
    "--allow-missing-repository",
    "--no-rewrite-relative-links",
    "--out",
    VSIX,
  ),
);
await must([VENV_PYTHON, inRoot("server/tools/minify_scripts.py"), "--check", VSIX]);
const notPure = readdirSync(inRoot("dist/python"), { recursive: true }).filter((name) =>
  /\.(so|pyd|dylib|dll)$/.test(name),
);
if (notPure.length) throw new Error(`compiled files in the vsix: ${notPure.join(", ")}`);
console.log(`${path.relative(inRoot(), VSIX)}: ${(statSync(VSIX).size / 1024 / 1024).toFixed(1)} MB`);
