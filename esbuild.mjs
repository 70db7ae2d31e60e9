// Bundles the extension into dist/extension.cjs, with dist/extension.meta.json telling from what (for the notices);
// `--watch` rebuilds on change.
import { writeFileSync } from "node:fs";
import esbuild from "esbuild";

const options = {
  entryPoints: ["extension/src/extension.ts"],
  outfile: "dist/extension.cjs",
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  external: ["vscode"],
  sourcemap: true,
  metafile: true,
  logLevel: "warning",
};

if (process.argv.includes("--watch")) {
  await (await esbuild.context(options)).watch();
} else {
  const { metafile } = await esbuild.build(options);
  writeFileSync("dist/extension.meta.json", JSON.stringify(metafile));
}
