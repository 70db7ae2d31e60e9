// Prints every sentence that a user can read, as one list, from the code itself: `npm run sentences`.
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { VENV_PYTHON, inRoot, must } from "./project.mjs";

const SOURCES = "extension/src";
/** Two words, or one that begins as a button does. */
const TEXT = /\p{L}[,:;…]? \p{L}|^(\$\(\S+\) )?\p{Lu}\p{Ll}+(…|\.|\?)?$/u;
/** What is written to the log, or given to other programs, is for nobody's eyes but ours. */
const UNSEEN = /(^|\.)(debug|info|warn|error|log|executeCommand|getExtension|join|createOutputChannel)$/;
const TITLES = /^(title|shortTitle|label|name|displayName|description|markdownDescription|contents|contextualTitle)$/;
const PYTHON = `
import json
from jumperwire.cli.sentences import SENTENCES
print(json.dumps([[str(key), text] for key, text in SENTENCES.items()]))
`;

/** The texts in a file of TypeScript, as { line, text }; `{…}` stands for what is filled in. */
export function textsIn(name, source) {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
  const found = [];
  const visit = (node) => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || isUnseen(node)) return;
    const text = textOf(node);
    if (text !== undefined && TEXT.test(text.replaceAll("{…}", "x")))
      found.push({ line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1, text });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function textOf(node) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `{…}${literal.text}`).join("");
}

function isUnseen(node) {
  return ts.isCallExpression(node) && UNSEEN.test(node.expression.getText()) && !/^errors?\./.test(node.getText());
}

/** The texts of the manifest, or of a schema, as { line: where, text }. */
export function textsOf(value, where = "") {
  if (Array.isArray(value)) return value.flatMap((each, at) => textsOf(each, `${where}/${at}`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = `${where}/${key}`;
    if (typeof inner === "string") return TITLES.test(key) ? [{ line: at, text: inner }] : [];
    if (key === "enumDescriptions") return inner.map((text) => ({ line: at, text }));
    return textsOf(inner, at);
  });
}

/** All texts of the extension, by file. */
export function extensionTexts() {
  const names = readdirSync(inRoot(SOURCES), { recursive: true }).map((name) => name.replaceAll(path.sep, "/"));
  const sources = names.filter((name) => name.endsWith(".ts") && !name.startsWith("generated/")).sort();
  const manifests = ["package.json", "extension/schemas/jumperwire.schema.json"];
  return [
    ...sources.map((name) => `${SOURCES}/${name}`).map((file) => [file, textsIn(file, read(file))]),
    ...manifests.map((file) => [file, textsOf(contributed(JSON.parse(read(file))))]),
  ];
}

/** A package.json says much that only tools read. */
function contributed(json) {
  return json.contributes
    ? { description: json.description, capabilities: json.capabilities, ...json.contributes }
    : json;
}

async function serverTexts() {
  const output = await must([VENV_PYTHON, "-c", PYTHON], { env: { PYTHONPATH: inRoot("server/src") } });
  return JSON.parse(output).map(([line, text]) => ({ line, text }));
}

const read = (file) => readFileSync(inRoot(file), "utf8");

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const [file, texts] of [...extensionTexts(), ["server and command line", await serverTexts()]]) {
    if (texts.length === 0) continue;
    console.log(`\n${file}`);
    for (const { line, text } of texts) console.log(`  ${line}: ${text.replaceAll("\n", "\\n")}`);
  }
}
