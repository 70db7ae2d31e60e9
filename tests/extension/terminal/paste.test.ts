import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PasteSplitter } from "../../../extension/src/terminal/paste.ts";

const paste = (text: string): string => `\x1b[200~${text}\x1b[201~`;

describe("the splitter", () => {
  it("takes what is typed as keys", () => {
    assert.deepEqual(new PasteSplitter().push("\x1b[A"), [{ kind: "keys", data: "\x1b[A" }]);
  });

  it("takes one pasted line as keys, with its end as Enter", () => {
    assert.deepEqual(new PasteSplitter().push(paste("print(1)")), [{ kind: "keys", data: "print(1)" }]);
    assert.deepEqual(new PasteSplitter().push(paste("print(1)\r")), [{ kind: "keys", data: "print(1)\r" }]);
  });

  it("takes several pasted lines as a paste, with line feeds", () => {
    const lines = "for i in x:\r\n  print(i)\rend\r";
    assert.deepEqual(new PasteSplitter().push(paste(lines)), [
      { kind: "paste", data: "for i in x:\n  print(i)\nend\n" },
    ]);
  });

  it("keeps the order of keys and pastes in one piece of input", () => {
    assert.deepEqual(new PasteSplitter().push(`a${paste("b\rc")}d`), [
      { kind: "keys", data: "a" },
      { kind: "paste", data: "b\nc" },
      { kind: "keys", data: "d" },
    ]);
  });

  it("waits for the end of a paste, however it is cut", () => {
    const whole = paste("b\rc");
    for (let cut = 6; cut < whole.length; cut += 1) {
      const splitter = new PasteSplitter();
      const pieces = [...splitter.push(whole.slice(0, cut)), ...splitter.push(whole.slice(cut))];
      assert.deepEqual(pieces, [{ kind: "paste", data: "b\nc" }], `cut at ${String(cut)}`);
    }
  });

  it("does not wait for ever: a paste without an end goes out when it is too long", () => {
    const splitter = new PasteSplitter();
    assert.deepEqual(splitter.push("\x1b[200~"), []);
    const [piece] = splitter.push("x\n".repeat(2 * 1024 * 1024));
    assert.equal(piece?.kind, "paste");
    assert.deepEqual(splitter.push("y"), [{ kind: "keys", data: "y" }]);
  });
});
