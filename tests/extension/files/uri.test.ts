import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { authorityOf, boardOf } from "../../../extension/src/files/uri.ts";

const IDS = [
  "virtual:demo",
  "/dev/ttyACM0",
  "COM7",
  "id:E6614103E7",
  "socket://host:23",
  "exec:micropython -X heapsize=1M",
  "ble://Größe_1.x~@",
  "a-b",
];

describe("a board as the authority of a URI", () => {
  it("comes back as it was, also in lower case", () => {
    for (const id of IDS) {
      assert.equal(boardOf(authorityOf(id)), id);
      assert.equal(boardOf(authorityOf(id).toLowerCase()), id);
      assert.equal(boardOf(authorityOf(id).toUpperCase()), id);
    }
  });

  it("holds nothing that URIs escape", () => {
    for (const id of IDS) assert.match(authorityOf(id), /^[a-z0-9._-]+$/);
  });

  it("is readable where it can be", () => {
    assert.equal(authorityOf("virtual:demo"), "virtual.demo");
    assert.equal(authorityOf("COM7"), "_43_4f_4d7");
  });

  it("is different for boards whose names differ in case only", () => {
    assert.notEqual(authorityOf("id:AB").toLowerCase(), authorityOf("id:ab").toLowerCase());
  });

  it("is not read out of what it is not", () => {
    for (const text of ["", "a_", "a_zz", "a b", "a%20", "_ff_fe"]) assert.equal(boardOf(text), undefined, text);
  });
});
