import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { markOf } from "../../../extension/src/sync/marks.ts";
import { SyncStates } from "../../../extension/src/sync/states.ts";
import { conflict, create, plan, remove, result, step, update } from "./plans.ts";

const all = plan([
  create("/new.py"),
  update("/b.py"),
  remove("/old.py"),
  conflict("/c.py"),
  step("/same.py"),
  step("/boot.py", { action: "protected" }),
]);
const nameOf = (board: string): string => board.toUpperCase();

function known(): SyncStates {
  const states = new SyncStates();
  states.planned(all);
  return states;
}

function badge(states: SyncStates, name: string): string | undefined {
  const mark = markOf(states.here(`/w/${name}`), "here", nameOf);
  return mark === undefined ? undefined : `${mark.badge} ${mark.tooltip}`;
}

describe("marks", () => {
  it("show what differs, and nothing of what is in sync", () => {
    const states = known();
    assert.deepEqual(
      ["new.py", "b.py", "c.py", "same.py", "boot.py", "unknown.py"].map((name) => badge(states, name)),
      ["+ not on A yet", "≠ differs from A", "! in conflict with A", undefined, undefined, undefined],
    );
    assert.equal(states.there("a", "/old.py"), "onlyThere");
    assert.deepEqual(markOf([{ board: "a", state: "onlyThere" }], "there", nameOf), {
      kind: "only",
      badge: "+",
      tooltip: "only on A",
    });
    assert.equal(states.there("a", "/new.py"), undefined);
    assert.equal(states.there("b", "/old.py"), undefined);
  });

  it("go when it was applied, except where something was left", () => {
    const states = known();
    states.applied({
      plan: all,
      decision: { delete: true, exclude: ["/new.py"], choices: {} },
      result: { ...result, left: ["/c.py"] },
    });
    assert.deepEqual(
      ["new.py", "b.py", "c.py"].map((name) => badge(states, name)?.charAt(0)),
      ["+", undefined, "!"],
    );
    assert.equal(states.there("a", "/old.py"), undefined);
  });

  it("stay when it broke off", () => {
    const states = known();
    states.applied({ plan: all, decision: { delete: true, exclude: [], choices: {} }, result: undefined });
    assert.equal(badge(states, "b.py"), "≠ differs from A");
  });

  it("come with a save on either side, and go with a push", () => {
    const states = known();
    let changes = 0;
    states.onDidChange(() => (changes += 1));
    states.saved("/w/same.py");
    states.saved("/w/same.py");
    assert.deepEqual([badge(states, "same.py"), changes], ["≠ differs from A", 1]);
    states.pushed({
      board: "a",
      folder: "/w",
      paths: ["/w/same.py", "/w/c.py"],
      same: ["/same.py"],
      deleted: [],
      result: { ...result, left: ["/c.py"] },
    });
    assert.deepEqual([badge(states, "same.py"), badge(states, "c.py")?.charAt(0)], [undefined, "!"]);
    states.touched("a", "/same.py");
    assert.equal(states.there("a", "/same.py"), "changed");
  });

  it("stay on what was saved while it was sent", () => {
    const states = known();
    states.saved("/w/b.py");
    states.applied({ plan: all, decision: { delete: false, exclude: [], choices: {} }, result });
    assert.equal(badge(states, "b.py"), "≠ differs from A");
    assert.equal(badge(states, "new.py"), undefined);
  });

  it("name the boards that a file differs from", () => {
    const states = known();
    states.planned({ ...all, board: "b" });
    assert.equal(badge(states, "b.py"), "≠ differs from A, B");
    assert.deepEqual(states.boardsOf("/w"), ["a", "b"]);
  });
});
