// Bundles the extension into dist/extension.cjs; `--watch` rebuilds on change.
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
  logLevel: "warning",
};

if (process.argv.includes("--watch")) {
  await (await esbuild.context(options)).watch();
} else {
  await esbuild.build(options);
}
