import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UserError } from "../../../extension/src/lib/userError.ts";
import { SidecarError } from "../../../extension/src/sidecar/errors.ts";
import { logged } from "../../../extension/src/ui/explaining.ts";

describe("an error in the log", () => {
  it("is one line, its sentence, where it was to be expected", () => {
    const missing = new SidecarError({ code: "file_not_found", facts: { path: "/a.py", board: "pico" } });
    assert.equal(logged(missing), "There is no /a.py on pico.");
    assert.equal(logged(new UserError("intoItself", { name: "lib" })), "lib cannot be moved into itself.");
  });

  it("has its trace where it is a bug", () => {
    assert.match(logged(new SidecarError({ code: "internal", facts: { detail: "oh" } })), /\n\s+at /);
    assert.match(logged(new TypeError("x is undefined")), /^TypeError: x is undefined\n\s+at /);
    assert.equal(logged("thrown text"), "thrown text");
  });
});
