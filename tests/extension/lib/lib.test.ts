import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Disposables, type Disposable } from "../../../extension/src/lib/disposables.ts";
import { Emitter } from "../../../extension/src/lib/emitter.ts";
import { Single } from "../../../extension/src/lib/single.ts";
import { within } from "../../../extension/src/lib/time.ts";

describe("disposables", () => {
  it("go in reverse order, once, and late ones at once", () => {
    const gone: string[] = [];
    const owned = new Disposables();
    for (const name of ["a", "b"]) owned.add({ dispose: () => gone.push(name) });
    owned.dispose();
    owned.dispose();
    owned.add({ dispose: () => gone.push("late") });
    assert.deepEqual(gone, ["b", "a", "late"]);
  });
});

describe("an emitter", () => {
  it("calls each registration, until it is disposed", () => {
    const emitter = new Emitter<number>();
    const seen: number[] = [];
    const owners: Disposable[] = [];
    const listener = (value: number): number => seen.push(value);
    const first = emitter.event(listener);
    emitter.event(listener, undefined, owners);
    emitter.fire(1);
    first.dispose();
    emitter.fire(2);
    owners[0]?.dispose();
    emitter.fire(3);
    assert.deepEqual(seen, [1, 1, 2]);
  });

  it("may lose a listener while it fires", () => {
    const emitter = new Emitter<number>();
    let calls = 0;
    const one = emitter.event(() => {
      calls += 1;
      one.dispose();
    });
    emitter.event(() => (calls += 1));
    emitter.fire(1);
    emitter.fire(2);
    assert.equal(calls, 3);
  });
});

describe("single", () => {
  it("shares what is under way, and does it again afterwards", async () => {
    let times = 0;
    const single = new Single<number>();
    const work = (): Promise<number> => Promise.resolve((times += 1));
    assert.deepEqual(await Promise.all([single.run(work), single.run(work)]), [1, 1]);
    assert.equal(await single.run(work), 2);
  });

  it("keeps no failure", async () => {
    const single = new Single<number>();
    await assert.rejects(single.run(() => Promise.reject(new Error("no"))));
    assert.equal(await single.run(() => Promise.resolve(1)), 1);
  });
});

describe("within", () => {
  it("gives what comes in time, or the other thing", async () => {
    assert.equal(await within(50, Promise.resolve(1), 2), 1);
    assert.equal(await within(1, new Promise<number>(() => undefined), 2), 2);
  });
});
