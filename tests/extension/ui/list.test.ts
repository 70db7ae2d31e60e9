import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { extensionTexts, textsIn, textsOf } from "../../../scripts/sentences.mjs";

const all = extensionTexts();
const sentences = all.flatMap(([file, texts]) => texts.map(({ text }) => [file, text] as const));

describe("the list of what users read", () => {
  it("has texts of every kind, and nothing that is not for them", () => {
    const source = [
      'import a from "not a text";',
      'void window.showErrorMessage(`${name} is lost`, "Retry");',
      'log.info("for the log only");',
      "const board = { label: 'Add Board…', icon: 'circuit-board' };",
    ].join("\n");
    assert.deepEqual(textsIn("a.ts", source), [
      { line: 2, text: "{…} is lost" },
      { line: 2, text: "Retry" },
      { line: 4, text: "Add Board…" },
    ]);
    assert.deepEqual(textsOf({ commands: [{ command: "a.b", title: "Stop" }], enumDescriptions: ["One."] }), [
      { line: "/commands/0/title", text: "Stop" },
      { line: "/enumDescriptions", text: "One." },
    ]);
  });

  it("is not empty, of code and of manifest", () => {
    const files = new Set(sentences.map(([file]) => file));
    for (const file of ["package.json", "extension/src/ui/sentences.ts", "extension/src/sync/words.ts"])
      assert.ok(files.has(file), file);
  });

  /** What was once there, and is not how one says it. */
  const ODD = /something called|is to stay|any more|by the one|Look at it|did not work|\.\.\.|Python part|nobody has/;

  it("has no phrase that a native reader has changed before", () => {
    assert.deepEqual(
      sentences.filter(([, text]) => ODD.test(text)),
      [],
    );
  });
});
