// What the pages tell people to type works, and what they link to is there.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import * as path from "node:path";
import { describe, it } from "node:test";
import { PAGES, ROOT, commandsIn, complaint, read } from "./pages.ts";

const shown = [...new Set(PAGES.flatMap((page) => commandsIn(read(page))))];

describe("a command that a page shows", () => {
  for (const command of shown) {
    it(`works: ${command}`, async () => {
      assert.equal(await complaint(command), undefined);
    });
  }

  it("is found in blocks and in sentences", () => {
    assert.ok(
      ["npm start", "npm test", "npm start -- --browser", "npm run bench -- --only cli,transfer"].every((command) =>
        shown.includes(command),
      ),
      shown.join("\n"),
    );
    assert.deepEqual(
      commandsIn("Do `npm i`:\n```sh\nnode a.mjs  # why\n\n```\n```\nvirtual:x\nsudo b\n```\n`one word`\n"),
      ["node a.mjs", "sudo b", "npm i"],
    );
  });

  const wrong = [
    "npm run nothing",
    "npm install",
    "npm start --browser",
    "npm start -- --nothing",
    "npm test -- nothing",
    "npm run check|nothing",
    "npm run bench -- --nothing",
    "node scripts/nothing.mjs",
    "node tests/e2e/run.mjs --nothing",
    "node tests/e2e/run.mjs --version 1.0.0",
    "node scripts/contract.mjs --nothing",
    "node --import tsx --test tests/extension/nothing.test.ts",
    "sudo anything",
    "python3 anything.py",
    ".venv/bin/python -m pytest tests/nothing",
    ".venv/bin/python -m pytest tests/server/protocol -k nothing_like_it",
  ];
  for (const command of wrong) {
    it(`would be found wanting: ${command}`, async () => {
      assert.notEqual(await complaint(command), undefined);
    });
  }
});

describe("a page", () => {
  for (const page of PAGES) {
    it(`links to what is there: ${page}`, () => {
      const links = [...read(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target = ""]) => target);
      const local = links.filter((target) => !/^[a-z]+:/.test(target));
      const broken = local.filter((target) => !existsSync(path.join(ROOT, path.dirname(page), target)));
      assert.deepEqual(broken, []);
    });
  }
});
