import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { entryRows, spaceRows } from "../../../extension/src/boards/properties.ts";
import type { Entry } from "../../../extension/src/generated/contract.ts";
import type { Row } from "../../../extension/src/boards/items.ts";

const entry = (name: string, kind: Entry["kind"], size = 0): Entry => ({ name, kind, size, modified: null });
const text = (rows: readonly Row[]): Record<string, string> =>
  Object.fromEntries(rows.map(({ name, value }) => [name, value]));

describe("properties", () => {
  it("of a file are its path, size and time", () => {
    const rows = text(entryRows({ ...entry("a.py", "file", 2048), path: "/lib/a.py", modified: 1_700_000_000 }, []));
    assert.deepEqual(Object.keys(rows), ["Path", "Kind", "Size", "Modified"]);
    assert.match(rows["Size"] ?? "", /^2\.0 KiB \(2\D?048 B\)$/);
    assert.match(rows["Modified"] ?? "", /2023/);
    assert.equal(text(entryRows({ ...entry("a.py", "file", 7), path: "/a.py" }, []))["Size"], "7 B");
  });

  it("of a folder are what it holds", () => {
    const folder = { ...entry("lib", "folder"), path: "/lib" };
    assert.equal(text(entryRows(folder, []))["Contains"], "nothing");
    assert.equal(text(entryRows(folder, [entry("a", "file", 5)]))["Contains"], "1 file, 5 B");
    assert.equal(
      text(entryRows(folder, [entry("a", "file", 5), entry("b", "file", 1), entry("c", "folder")]))["Contains"],
      "2 files and 1 folder, 6 B",
    );
    assert.equal(text(entryRows(folder, [entry("c", "folder"), entry("d", "folder")]))["Contains"], "2 folders");
    assert.equal(text(entryRows(folder, []))["Modified"], "the board keeps no times");
  });

  it("of the file system are its room, and whether it can be written", () => {
    assert.deepEqual(text(spaceRows({ total: 2048, free: 1024, readOnly: false })), {
      "Free space": "1.0 KiB of 2.0 KiB",
    });
    assert.equal(text(spaceRows({ total: 1, free: 0, readOnly: true }))["Writable"], "no");
  });
});
