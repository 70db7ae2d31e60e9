import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { TerminalText, oneLine } from "../../../extension/src/terminal/text.ts";

describe("what a board said", () => {
  it("passes through as it is", () => {
    const said = "\x1b[31mred\x1b[0m ●\r\n>>> ";
    assert.equal(new TerminalText().output(said), said);
  });

  it("gets a return before a lone line feed, at every cut", () => {
    const said = "a\nb\r\nc\n\nd\r\r\n\n";
    for (let cut = 0; cut <= said.length; cut += 1) {
      const text = new TerminalText();
      assert.equal(
        text.output(said.slice(0, cut)) + text.output(said.slice(cut)),
        "a\r\nb\r\nc\r\n\r\nd\r\r\n\r\n",
        `cut at ${String(cut)}`,
      );
    }
  });

  it("keeps a return alone, for programs that draw over a line", () => {
    assert.equal(new TerminalText().output("10%\r20%\r"), "10%\r20%\r");
  });
});

describe("a line of ours", () => {
  const notice = (said: string): string => {
    const text = new TerminalText();
    text.output(said);
    return text.notice("connected");
  };
  const dim = "\x1b[90mconnected\x1b[39m\r\n";

  it("starts at once on a fresh line", () => {
    assert.equal(notice(""), dim);
    assert.equal(notice("x\r\n"), dim);
    assert.equal(notice("x\n"), dim);
  });

  it("leaves a line with text, such as the prompt", () => {
    assert.equal(notice(">>> "), `\r\n${dim}`);
    assert.equal(notice("10%\r"), `\r\n${dim}`);
  });

  it("does not take control sequences for text", () => {
    assert.equal(notice("x\r\n\x1b[0m\x1b[?2004h"), dim);
    assert.equal(notice("x\r\n\x1b]0;title\x07"), dim);
  });

  it("leaves the cursor at the start of a line", () => {
    const text = new TerminalText();
    text.output(">>> ");
    text.notice("lost");
    assert.equal(text.notice("connected"), dim);
  });

  it("is one line whatever a board put into it", () => {
    assert.equal(oneLine("a\r\n\x1b[2Jb\x07\x00c "), "a b c");
  });
});
