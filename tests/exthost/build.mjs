// Bundles the suite to dist/exthost/index.cjs, where VS Code's extension host can load it.
import path from "node:path";
import esbuild from "esbuild";

const HERE = import.meta.dirname;

/** @returns {Promise<string>} what to give as `extensionTestsPath` */
export async function buildSuite() {
  const outdir = path.resolve(HERE, "../../dist/exthost");
  await esbuild.build({
    entryPoints: ["index.ts", "suite.ts", "files.ts", "sync.ts"].map((name) => path.join(HERE, name)),
    outdir,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    // Mocha finds its own parts by path at run time, so it stays where npm put it.
    external: ["vscode", "mocha"],
    sourcemap: "inline",
    logLevel: "warning",
  });
  return path.join(outdir, "index.cjs");
}

if (process.argv[1] === import.meta.filename) console.log(await buildSuite());
