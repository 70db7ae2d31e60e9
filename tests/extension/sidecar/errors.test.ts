import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SidecarError, faultOf, hasCode } from "../../../extension/src/sidecar/errors.ts";
import { LineLog } from "../../../extension/src/sidecar/lineLog.ts";
import { quiet } from "../fakes.ts";

describe("a fault on the wire", () => {
  it("is a code and facts", () => {
    assert.deepEqual(faultOf({ code: "port_gone", facts: { port: "COM7" } }), {
      code: "port_gone",
      facts: { port: "COM7" },
    });
  });

  it("is not in other data, and facts that are no texts are left out", () => {
    for (const data of [undefined, null, "x", {}, { code: 3 }]) assert.equal(faultOf(data), undefined);
    assert.deepEqual(faultOf({ code: "internal", facts: { a: "1", b: 2 } }), { code: "internal", facts: { a: "1" } });
    assert.deepEqual(faultOf({ code: "internal" }), { code: "internal", facts: {} });
  });

  it("is asked for by its code", () => {
    const error = new SidecarError({ code: "port_gone", facts: {} });
    assert.ok(hasCode(error, "link_lost", "port_gone"));
    assert.ok(!hasCode(error, "link_lost"));
    assert.ok(!hasCode(new Error("port_gone"), "port_gone"));
  });
});

describe("the sidecar's stderr", () => {
  it("becomes lines of the log, however it is cut, and the last one is kept", () => {
    const lines: string[] = [];
    const log = new LineLog({ ...quiet, info: (line) => lines.push(line) });
    for (const piece of ["one\ntw", "o\r\n", "\n", "ModuleNot", "Found\n"]) log.append(piece);
    assert.deepEqual(lines, ["[sidecar] one", "[sidecar] two", "[sidecar] ModuleNotFound"]);
    assert.equal(log.last, "ModuleNotFound");
    log.appendLine("[Error] Connection to server got closed.");
    log.append("no end");
    assert.equal(log.last, "no end");
  });
});
