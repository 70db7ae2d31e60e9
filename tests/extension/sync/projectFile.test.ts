import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { offersAt } from "../../../extension/src/sync/projectKeys.ts";
import { tokensOf } from "../../../extension/src/sync/tomlTokens.ts";

describe("a project file", () => {
  it("has colours by what is what", () => {
    const text =
      '# a "comment"\nboard = ["demo", \'x\'] # "why"\n[[sync]]\r\non_save = true\nn = 12\nlist = [\n  "a#b",\n]';
    const lines = text.split(/\r?\n/);
    assert.deepEqual(
      tokensOf(text).map(
        ({ line, start, length, kind }) => `${kind} ${lines[line]?.slice(start, start + length) ?? ""}`,
      ),
      [
        'comment # a "comment"',
        "property board",
        'string "demo"',
        "string 'x'",
        'comment # "why"',
        "type [[sync]]",
        "property on_save",
        "keyword true",
        "property n",
        "number 12",
        "property list",
        'string "a#b"',
      ],
    );
  });

  it("is completed with its keys, each once, and their defaults", () => {
    const offers = offersAt(['delete = "ask"', "on"]);
    const found = offers.map(({ label, text, value, typed }) => [label, text, value, typed]);
    assert.deepEqual(
      found.filter(([label]) => label === "on_save"),
      [["on_save", "on_save = ", "false", 2]],
    );
    assert.ok(!found.some(([label]) => label === "delete"));
    assert.ok(found.some(([label, text]) => label === "[[sync]]" && text === '[[sync]]\nsource = "."\ntarget = "/"\n'));
    assert.ok(offers.every(({ description }) => description !== ""));
  });

  it("is completed with the keys of a table in it", () => {
    const labels = (...lines: string[]): readonly string[] => offersAt(lines).map(({ label }) => label);
    assert.deepEqual(labels("[[sync]]", ""), ["source", "target"]);
    assert.deepEqual(labels("[[sync]]", 'source = "."', "t"), ["target"]);
    assert.deepEqual(labels('source = "."', "[[sync]]", ""), ["source", "target"]);
    assert.deepEqual(labels("[unknown]", ""), []);
  });

  it("is completed with values, in place of what was typed of one", () => {
    const values = (line: string): unknown => offersAt([line]).map(({ label, typed }) => [label, typed]);
    assert.deepEqual(values('delete = "al'), [
      ['"ask"', 3],
      ['"always"', 3],
      ['"never"', 3],
    ]);
    assert.deepEqual(values("on_save ="), [
      ["true", 0],
      ["false", 0],
    ]);
    assert.deepEqual(values('after = "soft r'), [
      ['"nothing"', 7],
      ['"soft reset"', 7],
      ['"run main.py"', 7],
    ]);
    assert.deepEqual(values("compile = "), [
      ['"off"', 0],
      ['"on"', 0],
    ]);
    assert.deepEqual(values("other = "), []);
    assert.deepEqual(values('delete = "ask" # '), []);
  });
});
