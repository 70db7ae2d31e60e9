// How many modules something passes from what a person does to the wire: each of them is one more place to look at when it
// does not arrive. A module is passed when a function of it is given the thing, or text with its name in it.

import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { holds, passed, theExtension, type Note } from "./trace.ts";

const MOST = 8;

interface Standins {
  readonly MARK: string;
  readonly context: object;
  readonly asked: readonly string[];
  save(path: string): void;
  command(id: string, ...args: readonly unknown[]): Promise<void>;
  until(method: string): Promise<void>;
  readonly Uri: { file(path: string): unknown };
}

describe("the way to the wire", () => {
  let standins: Standins;
  let seen: string[] = [];

  before(async () => {
    const loaded = await theExtension();
    standins = loaded.standins as Standins;
    const noteWay: Note = (module, given) => {
      if (given.some((each) => holds(each, standins.MARK))) seen.push(module);
    };
    Object.assign(globalThis, { noteWay });
    (loaded.extension as { activate(context: object): unknown }).activate(standins.context);
  });

  async function way(method: string, begin: () => unknown): Promise<readonly string[]> {
    seen = [];
    await begin();
    await standins.until(method);
    const modules = passed(seen);
    return modules.slice(0, modules.indexOf("sidecar/connection") + 1); // what follows is the way of the answer
  }

  it("of a saved file is short", async () => {
    const modules = await way("sync/push", () => {
      standins.save(`/w/${standins.MARK}`);
    });
    assert.equal(modules.at(0), "sync/saving");
    assert.equal(modules.at(-1), "sidecar/connection");
    assert.ok(modules.length <= MOST, modules.join(" → "));
  });

  it("of a file that is run is short", async () => {
    const modules = await way("board/run", () =>
      standins.command("jumperwire.runFile", standins.Uri.file(`/w/${standins.MARK}`)),
    );
    assert.equal(modules.at(0), "commands/table");
    assert.equal(modules.at(-1), "sidecar/connection");
    assert.ok(modules.length <= MOST, modules.join(" → "));
  });
});
