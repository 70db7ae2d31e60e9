// Type-checked lint rules, and the direction in which the extension's layers may import each other.
import js from "@eslint/js";
import tseslint from "typescript-eslint";

const LAYERS = "extension/src";

/** Folders of a layer may import what is below it; everything else, and the editor's language client, is refused. */
function layer(files, forbidden, { languageClient = false } = {}) {
  const patterns = forbidden.map((name) => ({
    group: [`**/${name}/**`, `**/${name}.ts`],
    message: `this layer stands below ${name}: see ARCHITECTURE.md, "The extension"`,
  }));
  const client = {
    group: ["vscode-languageclient*", "vscode-languageclient/**"],
    message: "only sidecar/ speaks JSON-RPC",
  };
  const restricted = languageClient ? patterns : [...patterns, client];
  return {
    files: files.map((name) => `${LAYERS}/${name}`),
    rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns: restricted }] },
  };
}

const ABOVE_ALL = ["extension", "syncParts", "workspace"];
/** From the top down: each may import those behind it. */
const TOP = ["commands", "debugging", "tasks", "workspaceSync", "transfers", "running", "targets", "ui"];
const MIDDLE = ["boards", "terminal", "files"];

const GLOBALS = `
  AbortController AbortSignal Buffer TextDecoder TextEncoder URL URLSearchParams WebAssembly clearInterval clearTimeout console
  document fetch navigator performance process queueMicrotask setImmediate setInterval setTimeout structuredClone window
`
  .trim()
  .split(/\s+/);

export default tseslint.config(
  { ignores: ["dist/**", "node_modules/**", ".cache/**", "artifacts/**", ".venv/**", "extension/src/generated/**"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: false }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "separate-type-imports" }],
      "@typescript-eslint/explicit-module-boundary-types": "error",
      // `_name` is how a property that is taken out of an object, and not used, is called.
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_", argsIgnorePattern: "^_" }],
      "no-console": "error",
      eqeqeq: "error",
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 40, skipBlankLines: true, skipComments: true }],
    },
  },
  layer(["lib/**"], [...MIDDLE, "sync", "packages", ...TOP, ...ABOVE_ALL, "sidecar", "settings", "log"]),
  layer(["sidecar/**"], [...MIDDLE, "sync", "packages", ...TOP, ...ABOVE_ALL], { languageClient: true }),
  layer(["boards/**"], ["terminal", "files", "sync", "packages", ...TOP, ...ABOVE_ALL]),
  layer(["terminal/**"], ["boards", "files", "sync", "packages", ...TOP, ...ABOVE_ALL]),
  layer(["files/**"], ["boards", "terminal", "sync", "packages", ...TOP, ...ABOVE_ALL]),
  layer(["sync/**"], ["terminal", "packages", ...TOP, ...ABOVE_ALL]),
  layer(["packages/**"], ["boards", "terminal", "sync", ...TOP, ...ABOVE_ALL]),
  ...TOP.map((name, at) => layer([`${name}/**`], [...TOP.slice(0, at), ...ABOVE_ALL])),
  {
    files: [`${LAYERS}/**/*.ts`],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "NewExpression[callee.name='Error']",
          message:
            "an error that a person is shown is a UserError: a code with facts, and its sentence in ui/sentences.ts",
        },
      ],
    },
  },
  {
    // node:test's own `test` and `describe` return promises that its runner waits for.
    files: ["tests/extension/**/*.ts"],
    rules: {
      "@typescript-eslint/no-floating-promises": [
        "error",
        { allowForKnownSafeCalls: [{ from: "package", package: "node:test", name: ["test", "describe", "it"] }] },
      ],
      "max-lines-per-function": "off",
    },
  },
  { files: ["tests/exthost/**/*.ts"], rules: { "max-lines-per-function": "off" } },
  {
    // Scripts for Node, some with functions that run in a page.
    files: ["**/*.mjs"],
    languageOptions: { globals: Object.fromEntries(GLOBALS.map((name) => [name, "readonly"])) },
  },
);
