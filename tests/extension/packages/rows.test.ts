import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { IndexedPackage } from "../../../extension/src/generated/contract.ts";
import { isAddress, rowsOf, searchedFor } from "../../../extension/src/packages/rows.ts";
import type { Found } from "../../../extension/src/packages/searching.ts";

const aioble: IndexedPackage = { name: "aioble", version: "0.6", description: "Bluetooth" };

function rows(text: string, found: Found): string[] {
  return rowsOf(text, found, String).map(
    (row) => `${row.kind} ${row.label}${"install" in row ? ` = ${row.install}` : ""}`,
  );
}

function found(...packages: IndexedPackage[]): Found {
  return { kind: "found", packages };
}

describe("the rows of a search", () => {
  it("are the packages that were found", () => {
    assert.deepEqual(rowsOf("blue", found(aioble), String), [
      { kind: "package", label: "$(package) aioble", description: "0.6", detail: "Bluetooth", install: "aioble" },
    ]);
  });

  it("say that it goes on, and show what fits meanwhile", () => {
    assert.deepEqual(rows("", { kind: "searching", packages: [] }), ["note Searching the index…"]);
    assert.deepEqual(rows("blue", { kind: "searching", packages: [aioble] }), ["package $(package) aioble = aioble"]);
  });

  it("offer a name that the index does not list, and say that it does not", () => {
    const [row] = rowsOf(" nonesuch ", found(), String);
    assert.deepEqual(row, {
      kind: "package",
      label: "$(cloud-download) nonesuch",
      description: "The index has no such package",
      detail: "",
      install: "nonesuch",
    });
    assert.deepEqual(rows("no such words", found()), ["note The index has no such package"]);
    assert.deepEqual(rows("", found()), ["note The index has no packages"]);
  });

  it("of a failed search say why, take a name all the same, and try again", () => {
    const failed: Found = { kind: "failed", error: "offline" };
    assert.deepEqual(rows("", failed), ["retry $(refresh) Could not load the list of packages. Try again"]);
    assert.deepEqual(rows("aioble", failed), [
      "package $(cloud-download) aioble = aioble",
      "retry $(refresh) Could not load the list of packages. Try again",
    ]);
    assert.equal(rowsOf("", failed, String)[0]?.detail, "offline");
  });

  it("begin with a version that is typed", () => {
    assert.deepEqual(rows("aioble@0.5", found(aioble)), [
      "package $(cloud-download) aioble@0.5 = aioble@0.5",
      "package $(package) aioble = aioble",
    ]);
    assert.equal(searchedFor(" aioble@0.5 "), "aioble");
  });

  for (const text of [
    "github:user/repository@main",
    "gitlab:a/b",
    "codeberg:a/b",
    "https://example.org/x.py",
    "http://h/package.json",
    "/home/me/package.json",
  ]) {
    it(`take an address as it is: ${text}`, () => {
      assert.ok(isAddress(` ${text}`));
      assert.deepEqual(rows(` ${text}`, { kind: "searching", packages: [] }), [
        `package $(cloud-download) ${text} = ${text}`,
      ]);
    });
  }

  it("are no addresses otherwise", () => {
    for (const text of ["", "aioble", "umqtt.simple", "json", "github"]) assert.equal(isAddress(text), false, text);
  });
});
