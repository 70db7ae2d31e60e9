import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Freshness } from "../../../extension/src/boards/freshness.ts";
import { Generations } from "../../../extension/src/boards/generations.ts";
import { Installed } from "../../../extension/src/boards/installed.ts";
import { Listing } from "../../../extension/src/boards/listing.ts";
import { BoardMemory } from "../../../extension/src/boards/memory.ts";
import { Reconnect } from "../../../extension/src/boards/reconnect.ts";
import { BoardStore } from "../../../extension/src/boards/store.ts";
import type { Entry } from "../../../extension/src/generated/contract.ts";
import { Emitter } from "../../../extension/src/lib/emitter.ts";
import type { SidecarState } from "../../../extension/src/sidecar/sidecar.ts";
import { FakeWire, board, quiet, settle } from "../fakes.ts";

describe("the store", () => {
  it("holds what the sidecar tells, and hides what is not to be seen", () => {
    const wire = new FakeWire();
    let hidden = "b";
    const store = new BoardStore(wire, ({ id }) => id !== hidden);
    const seen: string[][] = [];
    store.onDidChange((boards) => seen.push(boards.map(({ id }) => id)));
    wire.notify("boards/didChange", { boards: [board({ id: "a" }), board({ id: "b" })] });
    hidden = "";
    store.refilter();
    assert.deepEqual(seen, [["a"], ["a", "b"]]);
    assert.equal(store.get("b")?.id, "b");
    assert.equal(store.get("c"), undefined);
  });

  it("takes answers of requests at once", async () => {
    const wire = new FakeWire({
      "boards/list": () => ({ boards: [board({ id: "a" })] }),
      "boards/refresh": () => ({ boards: [] }),
    });
    const store = new BoardStore(wire, () => true);
    await store.load();
    store.put(board({ id: "a", state: "idle" }));
    store.put(board({ id: "b" }));
    assert.deepEqual(
      store.boards.map(({ id, state }) => `${id} ${state}`),
      ["a idle", "b closed"],
    );
    await store.refresh();
    assert.deepEqual(store.boards, []);
  });
});

describe("listings", () => {
  const entry = (name: string, kind: Entry["kind"] = "file"): Entry => ({ name, kind, size: 1, modified: null });

  it("ask the board once, folders first", async () => {
    const wire = new FakeWire({
      "files/list": () => ({ entries: [entry("b.py"), entry("a.py"), entry("lib", "folder")] }),
    });
    const listing = new Listing(wire);
    const [first] = await Promise.all([listing.entries("x", "/"), listing.entries("x", "/")]);
    assert.deepEqual(
      first.map(({ path }) => path),
      ["/lib", "/a.py", "/b.py"],
    );
    assert.equal(wire.asked.length, 1);
    assert.deepEqual(
      (await listing.entries("x", "/lib")).map(({ path }) => path),
      ["/lib/lib", "/lib/a.py", "/lib/b.py"],
    );
  });

  it("ask again after a failure, and when they are forgotten", async () => {
    let fails = true;
    const wire = new FakeWire({
      "files/list": () => {
        if (fails) throw new Error("running");
        return { entries: [] };
      },
    });
    const listing = new Listing(wire);
    const stale: string[] = [];
    listing.onDidChange((id) => stale.push(id));
    await assert.rejects(listing.entries("x", "/"));
    fails = false;
    await listing.entries("x", "/");
    listing.forget("x");
    listing.forget("never seen");
    await listing.entries("x", "/");
    listing.forgetAll();
    assert.equal(wire.asked.length, 3);
    assert.deepEqual(stale, ["x", "x"]);
  });

  it("are asked for again where something was touched: below it, and the folder that it is in", async () => {
    const wire = new FakeWire({ "files/list": () => ({ entries: [] }) });
    const listing = new Listing(wire);
    const all = ["/", "/lib", "/lib/x", "/sd"];
    const asksAgain = async (path: string): Promise<unknown[]> => {
      for (const folder of all) await listing.entries("a", folder);
      const before = wire.asked.length;
      listing.touch("a", path);
      for (const folder of all) await listing.entries("a", folder);
      return wire.asked.slice(before).map(({ params }) => (params as { path: string }).path);
    };
    let told = 0;
    listing.onDidTouch(() => (told += 1));
    assert.deepEqual(await asksAgain("/boot.py"), ["/"]);
    assert.deepEqual(await asksAgain("/lib/x/y.py"), ["/lib/x"]);
    assert.deepEqual(await asksAgain("/lib"), ["/", "/lib", "/lib/x"]);
    // Its folder is new, so the one above has a new entry.
    assert.deepEqual(await asksAgain("/sd/new/z.py"), ["/sd"]);
    assert.equal(told, 4);
  });

  it("know which file systems take no changes, until anything may be different", async () => {
    const wire = new FakeWire({
      "files/space": ({ path }) => ({ total: 1, free: 0, readOnly: path === "/rom" }),
      "files/list": () => ({ entries: [] }),
    });
    const listing = new Listing(wire);
    const answers = await Promise.all(
      ["/rom/a.mpy", "/rom/b/c.mpy", "/main.py", "/"].map((path) => listing.isReadOnly("a", path)),
    );
    assert.deepEqual(answers, [true, true, false, false]);
    assert.equal(wire.asked.length, 2);
    listing.touch("a", "/main.py");
    await listing.isReadOnly("a", "/boot.py");
    assert.equal(wire.asked.length, 2);
    listing.forget("a");
    await listing.isReadOnly("a", "/boot.py");
    assert.equal(wire.asked.length, 3);
  });

  it("are stale when a program of ours ended and when a connection is new, not after each line in the REPL", async () => {
    const wire = new FakeWire({ "files/list": () => ({ entries: [] }) });
    const store = new BoardStore(wire, () => true);
    const listing = new Listing(wire);
    new Freshness(store, listing);
    let stale = 0;
    listing.onDidChange(() => (stale += 1));
    const becomes = async (changes: Parameters<typeof board>[0]): Promise<number> => {
      await listing.entries("x", "/");
      store.put(board({ id: "x", ...changes }));
      return stale;
    };
    assert.equal(await becomes({ state: "closed" }), 0);
    assert.equal(await becomes({ state: "idle" }), 1);
    assert.equal(await becomes({ state: "running" }), 1);
    assert.equal(await becomes({ state: "idle" }), 1);
    assert.equal(await becomes({ state: "running", program: "main.py" }), 1);
    assert.equal(await becomes({ state: "idle" }), 2);
    assert.equal(await becomes({ state: "lost" }), 3);
  });
});

describe("connections", () => {
  it("are counted, and a prompt seen in one does not begin another", () => {
    const generations = new Generations();
    const counts = (["closed", "attached", "idle", "lost", "attached", "running", "closed"] as const).map((state) => {
      generations.update([board({ id: "a", state }), board({ id: "b" })]);
      return generations.of("a");
    });
    assert.deepEqual(counts, [0, 1, 1, 1, 2, 2, 2]);
    assert.equal(generations.of("b"), 0);
  });
});

describe("after a crash of the sidecar", () => {
  it("boards that were connected are connected again, once the terminals are known", async () => {
    const done: string[] = [];
    const wire = new FakeWire({
      "boards/list": () => ({ boards: [board({ id: "a" }), board({ id: "b" })] }),
      "board/connect": ({ board: id }) => {
        done.push(`connect ${id}`);
        return board({ id, state: "idle" });
      },
    });
    const states = new Emitter<SidecarState>();
    const store = new BoardStore(wire, () => true);
    const lives = Object.assign(wire, { onDidChangeState: states.event });
    const reattach = (): Promise<void> => {
      done.push("reattach");
      return Promise.resolve();
    };
    new Reconnect(lives, store, reattach, quiet);
    states.fire({ kind: "running" });
    await settle();
    store.put(board({ id: "b", state: "running" }));
    states.fire({ kind: "failed", problem: { kind: "crashed", detail: "", givenUp: false } });
    assert.deepEqual(store.boards, []);
    states.fire({ kind: "starting" });
    states.fire({ kind: "running" });
    await settle();
    assert.deepEqual(done, ["reattach", "reattach", "connect b"]);
  });
});

describe("what is remembered", () => {
  it("is the last board, and where programs may be stopped", async () => {
    const kept = new Map<string, unknown>();
    const memento = {
      keys: () => [...kept.keys()],
      get: (key: string) => kept.get(key) as undefined,
      update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
      setKeysForSync: () => undefined,
    };
    const memory = new BoardMemory(memento);
    assert.equal(memory.lastUsed, undefined);
    await memory.use("a");
    await memory.alwaysStop("a");
    await memory.alwaysStop("a");
    assert.equal(memory.lastUsed, "a");
    assert.ok(memory.alwaysStops("a"));
    assert.ok(!memory.alwaysStops("b"));
    await memory.askAgain();
    assert.ok(!memory.alwaysStops("a"));
  });
});

describe("the packages of a board", () => {
  it("are asked for once, and again when its files may be others", async () => {
    let fails = true;
    const wire = new FakeWire({
      "packages/list": () => {
        if (fails) throw new Error("running");
        return { packages: [{ name: "log", version: "1", files: ["log.py"], wanted: true }] };
      },
    });
    const files = new Emitter<string>();
    const installed = new Installed(wire, files.event);
    const changed: string[] = [];
    installed.onDidChange((id) => changed.push(id));
    await assert.rejects(installed.on("a"));
    fails = false;
    await settle();
    const [found] = await Promise.all([installed.on("a"), installed.on("a")]);
    assert.deepEqual(
      found.map(({ name }) => name),
      ["log"],
    );
    assert.equal(wire.asked.length, 2);
    files.fire("b");
    files.fire("a");
    installed.forget("a");
    assert.deepEqual(changed, ["a"]);
    await installed.on("a");
    assert.equal(wire.asked.length, 3);
    installed.dispose();
  });
});
