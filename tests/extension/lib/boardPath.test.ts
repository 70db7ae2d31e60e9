import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { folderOf, inFolder, isWithin, nameOf, placeOf } from "../../../extension/src/lib/boardPath.ts";

describe("a path on a board", () => {
  it("has a folder, a name, and the first folder as its place", () => {
    const parts = ["/a.py", "/lib/a.py", "/sd/x/y.py"].map((path) => [folderOf(path), nameOf(path), placeOf(path)]);
    assert.deepEqual(parts, [
      ["/", "a.py", "/"],
      ["/lib", "a.py", "/lib"],
      ["/sd/x", "y.py", "/sd"],
    ]);
    assert.deepEqual([folderOf("/"), placeOf("/")], ["/", "/"]);
  });

  it("is made of a folder and a name", () => {
    assert.deepEqual([inFolder("/", "a"), inFolder("/lib", "a")], ["/a", "/lib/a"]);
  });

  it("is within a folder by whole names", () => {
    assert.ok(isWithin("/lib/a", "/lib") && isWithin("/lib", "/lib") && isWithin("/a", "/"));
    assert.ok(!isWithin("/library", "/lib") && !isWithin("/", "/lib"));
  });
});
