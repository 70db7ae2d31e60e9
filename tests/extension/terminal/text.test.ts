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

describe("a traceback", () => {
  const said =
    'x\r\nTraceback (most recent call last):\r\n  File "a.py", line 2, in <module>\r\nValueError: no\r\n>>> 1\r\n1\r\n';

  it("is red, and nothing after it", () => {
    assert.equal(
      new TerminalText().output(said),
      "x\r\n\x1b[31mTraceback (most recent call last):\x1b[39m\r\n" +
        '\x1b[31m  File "a.py", line 2, in <module>\x1b[39m\r\n' +
        "\x1b[31mValueError: no\x1b[39m\r\n>>> 1\r\n1\r\n",
    );
  });

  it("is red wherever it is cut", () => {
    for (let cut = 1; cut < said.length; cut += 1) {
      const text = new TerminalText();
      const screen = cells(text.output(said.slice(0, cut)) + text.output(said.slice(cut)));
      assert.equal(
        screen,
        "x\n<Traceback (most recent call last):\n>" +
          '<  File "a.py", line 2, in <module>\n><ValueError: no\n>>>> 1\n1\n',
        `cut at ${String(cut)}`,
      );
    }
  });

  it("is over where a prompt or a line of ours follows too soon", () => {
    const text = new TerminalText();
    assert.equal(text.output("Traceback (most recent call last):\n").includes("\x1b[31m"), true);
    assert.equal(text.output(">>> "), ">>> ");
    text.output("\nTraceback (most recent call last):\n");
    text.notice("lost");
    assert.equal(text.output("ready\n"), "ready\r\n");
  });

  it("is not what only begins like one", () => {
    const begins = "Traceback (most recent";
    const text = new TerminalText();
    assert.equal(text.output(begins) + text.output(" one\r\n") + text.output("Tr"), `${begins} one\r\nTr`);
    assert.equal(text.output("y\r\n  ok\r\n"), "y\r\n  ok\r\n");
  });
});

/** What is seen of it: each line's red text between < and >, whatever was drawn over. */
function cells(written: string): string {
  const rows = written.split("\r\n").map((row) => row.split("\r").at(-1) ?? "");
  return rows
    .map((row) =>
      // eslint-disable-next-line no-control-regex -- colours
      row.replace(/\x1b\[31m([^\x1b]*)\x1b\[39m/g, "<$1>").replaceAll("><", ""),
    )
    .join("\n")
    .replaceAll(">\n", "\n>");
}

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
