import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { linesIn, loadable } from "../../../scripts/coverage.mjs";

describe("the coverage of the extension", () => {
  it("counts lines and those gone through", () => {
    const lcov = "TN:\nSF:extension/src/a.ts\nDA:1,3\nDA:2,0\nend_of_record\nSF:b.ts\nDA:1,0\nend_of_record\n";
    assert.deepEqual(
      [...linesIn(lcov)],
      [
        ["extension/src/a.ts", { all: 2, reached: 1 }],
        ["b.ts", { all: 1, reached: 0 }],
      ],
    );
  });

  it("is of all files that do not need VS Code, also not by what they import", () => {
    const sources = new Map([
      ["x/pure.ts", 'import type * as vscode from "vscode";\nimport { b } from "./circle.ts";\n'],
      ["x/circle.ts", 'import { a } from "./pure.ts";\nimport { once } from "node:events";\n'],
      ["x/window.ts", 'import * as vscode from "vscode";\n'],
      ["x/above.ts", 'import {\n  c,\n} from "./window.ts";\n'],
    ]);
    assert.deepEqual(loadable(sources), ["x/pure.ts", "x/circle.ts"]);
  });
});
