import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { describe, it } from "node:test";
import { inTemporaryFolder } from "../../../extension/src/lib/temporary.ts";
import { filesIn } from "../../../extension/src/sync/filesIn.ts";

describe("what a change is about", () => {
  it("is the file, or what is gone", async () => {
    await inTemporaryFolder(async (folder) => {
      const file = path.join(folder, "a.py");
      assert.deepEqual(await filesIn(file), [file]);
      writeFileSync(file, "");
      assert.deepEqual(await filesIn(file), [file]);
    });
  });

  it("is all that is in a folder, but for what is never sent, and no loop of links", async () => {
    await inTemporaryFolder(async (folder) => {
      for (const name of ["deep/er", "node_modules/x", ".git"]) mkdirSync(path.join(folder, name), { recursive: true });
      for (const name of ["a.py", "deep/er/b.py", "node_modules/x/c.js", ".git/config"])
        writeFileSync(path.join(folder, name), "");
      symlinkSync(folder, path.join(folder, "deep/loop"), "junction");
      const found = (await filesIn(folder)).map((name) => path.relative(folder, name).replaceAll("\\", "/"));
      assert.deepEqual(found.sort(), ["a.py", "deep/er/b.py", "deep/loop"]);
    });
  });
});
