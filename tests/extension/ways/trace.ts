// Runs the extension in plain Node, from its composition root, with every function noting what it is given: which modules
// something passes on its way. VS Code and the sidecar's process are stood in for.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import ts from "typescript";

const SOURCES = path.resolve(import.meta.dirname, "../../../extension/src");
const STANDINS = path.join(import.meta.dirname, "standins.ts");

/** Called at the beginning of each function with what it is given. */
export type Note = (module: string, given: readonly unknown[]) => void;

/** Each function begins by telling of its parameters; those that are taken apart are told by their parts. */
function noting(module: string): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) => {
    const f = context.factory;
    const note = (node: ts.SignatureDeclaration): ts.Expression =>
      f.createCallExpression(f.createIdentifier("globalThis.noteWay"), undefined, [
        f.createStringLiteral(module),
        f.createArrayLiteralExpression(
          node.parameters.flatMap(({ name }) => namesIn(name)).map((name) => f.createIdentifier(name)),
        ),
      ]);
    const visit = (node: ts.Node): ts.Node => {
      const seen = ts.visitEachChild(node, visit, context);
      if (ts.isArrowFunction(seen)) {
        const body = ts.isBlock(seen.body)
          ? f.updateBlock(seen.body, [f.createExpressionStatement(note(seen)), ...seen.body.statements])
          : f.createParenthesizedExpression(f.createCommaListExpression([note(seen), seen.body]));
        return f.updateArrowFunction(
          seen,
          seen.modifiers,
          seen.typeParameters,
          seen.parameters,
          seen.type,
          seen.equalsGreaterThanToken,
          body,
        );
      }
      if (ts.isMethodDeclaration(seen) && seen.body !== undefined) {
        const body = f.updateBlock(seen.body, [f.createExpressionStatement(note(seen)), ...seen.body.statements]);
        return f.updateMethodDeclaration(
          seen,
          seen.modifiers,
          seen.asteriskToken,
          seen.name,
          seen.questionToken,
          seen.typeParameters,
          seen.parameters,
          seen.type,
          body,
        );
      }
      if (ts.isFunctionDeclaration(seen) && seen.body !== undefined) {
        const body = f.updateBlock(seen.body, [f.createExpressionStatement(note(seen)), ...seen.body.statements]);
        return f.updateFunctionDeclaration(
          seen,
          seen.modifiers,
          seen.asteriskToken,
          seen.name,
          seen.typeParameters,
          seen.parameters,
          seen.type,
          body,
        );
      }
      return seen;
    };
    return ts.visitEachChild(file, visit, context);
  };
}

function namesIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesIn(element.name)));
}

const plugin: Plugin = {
  name: "ways",
  setup(setting) {
    setting.onResolve({ filter: /^vscode$/ }, () => ({ path: "vscode", namespace: "ways" }));
    // What VS Code has and the stand-ins have not is looked up in the prototype: a thing that does nothing.
    setting.onLoad({ filter: /^vscode$/, namespace: "ways" }, () => ({
      contents: `const all = require(${JSON.stringify(STANDINS)});
        module.exports = Object.create(all.nothing(), Object.getOwnPropertyDescriptors(all));`,
      resolveDir: SOURCES,
    }));
    // The process and Python are no part of the way: it ends where the connection is asked.
    setting.onResolve({ filter: /\/sidecar\/open\.ts$/ }, () => ({ path: STANDINS }));
    setting.onLoad({ filter: /extension[\\/]src[\\/].*\.ts$/ }, ({ path: file }) => {
      const module = path.relative(SOURCES, file).replaceAll("\\", "/").replace(/\.ts$/, "");
      const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
      const { transformed } = ts.transform(source, [noting(module)]);
      return { contents: ts.createPrinter().printFile(transformed[0] ?? source), loader: "ts" };
    });
  },
};

/** The composition root with its stand-ins, `standins` being the same module that it was given. */
export async function theExtension(): Promise<{ extension: unknown; standins: unknown }> {
  const folder = mkdtempSync(path.join(tmpdir(), "jumperwire-ways-"));
  try {
    const contents = `export * as extension from ${JSON.stringify(path.join(SOURCES, "extension.ts"))};\nexport * as standins from ${JSON.stringify(STANDINS)};\n`;
    const outfile = path.join(folder, "extension.mjs");
    await build({
      stdin: { contents, resolveDir: SOURCES },
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      plugins: [plugin],
      logLevel: "error",
    });
    return (await import(pathToFileURL(outfile).href)) as { extension: unknown; standins: unknown };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The modules in order. Where one is come back to, those between have looked at what they were given and handed it to nobody. */
export function passed(seen: readonly string[]): readonly string[] {
  const way: string[] = [];
  for (const module of seen) {
    const before = way.indexOf(module);
    if (before >= 0) way.length = before;
    way.push(module);
  }
  return way;
}

/** Whether something is, or has in it, text with the mark. */
export function holds(value: unknown, mark: string, depth = 4): boolean {
  if (typeof value === "string") return value.includes(mark);
  if (depth === 0 || typeof value !== "object" || value === null) return false;
  if (value instanceof Map || value instanceof Set) return [...value].some((each) => holds(each, mark, depth - 1));
  if (Object.getPrototypeOf(value) !== Object.prototype && !Array.isArray(value) && !("fsPath" in value)) return false;
  return Object.values(value).some((each) => holds(each, mark, depth - 1));
}
