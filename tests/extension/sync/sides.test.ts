import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sidesOf } from "../../../extension/src/sync/sides.ts";
import { conflict, create, remove, step, update } from "./plans.ts";

describe("a step", () => {
  it("of an upload is looked at where its file is", () => {
    const sides = [
      create("/a"),
      update("/b"),
      remove("/c"),
      { ...remove("/d"), local: "/w/d" },
      conflict("/e"),
      step("/f"),
    ].map((each) => sidesOf(each, "upload"));
    assert.deepEqual(sides, ["here", "both", "there", "there", "both", "both"]);
  });

  it("of a download as well", () => {
    const comes = { ...create("/a"), reason: "onlyThere" } as const;
    const goes = { ...remove("/c"), local: "/w/c", reason: "onlyHere" } as const;
    assert.deepEqual(
      [comes, update("/b"), goes].map((each) => sidesOf(each, "download")),
      ["there", "both", "here"],
    );
  });

  it("with a compiled file has nothing to compare, and a folder nothing to show", () => {
    assert.equal(sidesOf({ ...update("/a.mpy"), compiled: true }, "upload"), "here");
    assert.equal(sidesOf({ ...create("/lib"), folder: true }, "upload"), "none");
  });

  it("that is protected or ignored is looked at where it is", () => {
    assert.equal(sidesOf(step("/boot.py", { action: "protected", local: null }), "upload"), "there");
    assert.equal(sidesOf(step("/boot.py", { action: "protected", oldSize: null }), "upload"), "here");
    assert.equal(sidesOf(step("/x.pyc", { action: "ignored", oldSize: null }), "upload"), "here");
  });
});
