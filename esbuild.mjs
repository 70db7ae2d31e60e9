// Bundles the extension into dist/extension.cjs, with dist/extension.meta.json telling from what (for the notices);
// `--watch` rebuilds on change, and leaves the code as it is written.
import { writeFileSync } from "node:fs";
import esbuild from "esbuild";

const watch = process.argv.includes("--watch");

const options = {
  entryPoints: ["extension/src/extension.ts"],
  outfile: "dist/extension.cjs",
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  external: ["vscode"],
  minify: !watch,
  // The stack traces in logs and reports must say where something happened; the map is not in the vsix.
  keepNames: true,
  sourcemap: true,
  metafile: true,
  logLevel: "warning",
};

if (watch) {
  await (await esbuild.context(options)).watch();
} else {
  const { metafile } = await esbuild.build(options);
  writeFileSync("dist/extension.meta.json", JSON.stringify(metafile));
}
