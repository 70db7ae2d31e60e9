import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dedent } from "../../../extension/src/running/dedent.ts";

describe("dedent", () => {
  it("takes away what all lines share", () => {
    assert.equal(dedent("    if x:\n        y()\n    z()\n"), "if x:\n    y()\nz()\n");
  });

  it("does not mind empty lines, and lines with less than is taken away", () => {
    assert.equal(dedent("  a\n\n \n  b"), "a\n\n\nb");
  });

  it("does not mix tabs and spaces up", () => {
    assert.equal(dedent("\ta\n    b"), "\ta\n    b");
    assert.equal(dedent("\t  a\n\t b"), " a\nb");
  });

  it("leaves the rest as it is", () => {
    for (const text of ["", "a", "a\n  b", "\r\n"]) assert.equal(dedent(text), text);
    assert.equal(dedent("  a\r\n  b\r\n"), "a\r\nb\r\n");
  });
});
