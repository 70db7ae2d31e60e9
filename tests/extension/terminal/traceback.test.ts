import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Runs } from "../../../extension/src/terminal/runs.ts";
import {
  boardPathOf,
  failureIn,
  globOf,
  isBelow,
  missingModule,
  sourceLines,
  typeOf,
} from "../../../extension/src/terminal/traceback.ts";

describe("what a program failed with", () => {
  it("is its exception, and the lines that led there", () => {
    const said =
      'Traceback (most recent call last):\r\n  File "a.py", line 3, in <module>\r\n  File "/lib/b.py", line 9, in f\r\nValueError: one\r\ntwo\r\n';
    const { exception, lines } = failureIn(said);
    assert.equal(exception, "ValueError: one\ntwo");
    assert.deepEqual(
      lines.map(({ file, line }) => [file, line]),
      [
        ["a.py", 3],
        ["/lib/b.py", 9],
      ],
    );
    assert.equal(typeOf(exception), "ValueError");
  });

  it("names the module that is missing", () => {
    assert.equal(missingModule("ImportError: no module named 'net.wifi'"), "net.wifi");
    for (const other of ["ImportError: can't import name x", "ImportError: no module named '../{a}'", "ValueError: x"])
      assert.equal(missingModule(other), undefined);
  });
});

describe("source lines", () => {
  it("are found in a traceback's line", () => {
    const text = '  File "src/main.py", line 12, in <module>';
    assert.deepEqual(sourceLines(text), [{ file: "src/main.py", line: 12, start: 2, length: 27 }]);
  });

  it("are found for what has no file, and for names with spaces and other letters", () => {
    assert.deepEqual(
      sourceLines('File "<stdin>", line 1').map(({ file }) => file),
      ["<stdin>"],
    );
    assert.deepEqual(
      sourceLines('File "größe 1.py", line 3').map(({ file }) => file),
      ["größe 1.py"],
    );
  });

  it("are not found in other text", () => {
    assert.deepEqual(sourceLines('a File "x", line y'), []);
    assert.deepEqual(sourceLines(`File "${"x".repeat(10_000)}", line 1`), []);
  });

  it("stand at the root of the board when the name is relative", () => {
    assert.equal(boardPathOf("lib/a.py"), "/lib/a.py");
    assert.equal(boardPathOf("/sd/a.py"), "/sd/a.py");
  });
});

describe("runs", () => {
  it("lead back from the name, and from <stdin> to the newest", () => {
    const runs = new Runs<number>();
    runs.ran("a", "x.py", 1);
    runs.ran("a", "y.py", 2);
    runs.ran("b", "x.py", 3);
    assert.equal(runs.find("a", "x.py"), 1);
    assert.equal(runs.find("a", "<stdin>"), 2);
    runs.ran("a", "x.py", 4);
    assert.equal(runs.find("a", "<stdin>"), 4);
    assert.equal(runs.find("b", "y.py"), undefined);
    assert.equal(runs.find("c", "<stdin>"), undefined);
  });

  it("forget the oldest", () => {
    const runs = new Runs<number>();
    for (let i = 0; i <= 50; i += 1) runs.ran("a", `${String(i)}.py`, i);
    assert.equal(runs.find("a", "0.py"), undefined);
    assert.equal(runs.find("a", "1.py"), 1);
  });
});

describe("a name of a traceback", () => {
  it("is below the working folder, or it is not looked for there", () => {
    for (const name of ["helper.py", "lib/helper.py", "..x.py"]) assert.ok(isBelow(name), name);
    for (const name of ["/lib/helper.py", "../secret.py", "lib/../../secret.py", "lib\\..\\secret.py"])
      assert.equal(isBelow(name), false, name);
  });

  it("is no pattern where it is looked for", () => {
    assert.equal(globOf("/lib/helper.py"), "lib/helper.py");
    assert.equal(globOf("a*b?.py"), "a[*]b[?].py");
    assert.equal(globOf("{x,y}[1].py"), "[{]x,y[}][[]1[]].py");
    assert.equal(globOf("a\\b.py"), "a?b.py");
  });
});
