import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Consent, SyncPlan } from "../../../extension/src/generated/contract.ts";
import {
  boxLabel,
  childrenOf,
  contextOf,
  descriptionOf,
  isRow,
  isTicked,
  labelOf,
  messageOf,
  rootsOf,
  spokenOf,
  tickable,
  type Previewed,
  type Row,
} from "../../../extension/src/sync/rows.ts";
import { Ticks } from "../../../extension/src/sync/ticks.ts";
import { conflict, create, plan, remove, step, update } from "./plans.ts";

const nameOf = (board: string): string => board.toUpperCase();
const all = plan([
  conflict("/c.py"),
  create("/a.py"),
  { ...create("/lib"), folder: true, size: 0 },
  update("/b.py"),
  remove("/old.py"),
  step("/boot.py", { action: "protected", reason: "rule" }),
  step("/x.pyc", { action: "ignored", reason: "rule" }),
  step("/same.py"),
]);

function previewed(of: SyncPlan, consent: Consent = "ask"): Previewed {
  return { plan: of, ticks: new Ticks(of, consent) };
}

function text(row: Row): string {
  const box = isTicked(row);
  return `${box === undefined ? " " : box ? "x" : "-"} ${labelOf(row, nameOf)} | ${descriptionOf(row)}`;
}

describe("a preview", () => {
  it("has groups with counts and bytes, and rows with reasons and sizes", () => {
    const rows = rootsOf([previewed(all)]).flatMap((group) => [group, ...childrenOf(group)]);
    assert.deepEqual(rows.map(text), [
      "- Conflicts | 1 · 10 B",
      "- /c.py | the board's stays · changed on the board since the last sync · 10 B",
      "x To Create | 2 · 10 B",
      "x /a.py | only in the workspace · 10 B",
      "x /lib/ | only in the workspace",
      "x To Update | 1 · 2.0 KiB",
      "x /b.py | content differs · 1.0 KiB → 2.0 KiB",
      "- To Delete | 1 · 7 B",
      "- /old.py | only on the board · 7 B",
      "  Protected | 1 · 10 B",
      "  /boot.py | protected on the board · 10 B",
      "  Ignored | 1 · 10 B",
      "  /x.pyc | ignored by a rule · 10 B",
      "  Unchanged | 1 · 10 B",
      "  /same.py | same content · 10 B",
    ]);
  });

  it("is read out in words: names, not paths and arrows", () => {
    const rows = rootsOf([previewed(plan([create("/lib/net/a.py"), update("/b.py")]))]);
    assert.deepEqual(
      rows.flatMap((group) => [group, ...childrenOf(group)]).map((row) => [spokenOf(row, nameOf), boxLabel(row)]),
      [
        ["To Create, 1 item, 10 B", "Include all: To Create"],
        ["a.py in lib/net, only in the workspace, 10 B", "Include a.py in lib/net in the sync"],
        ["To Update, 1 item, 2.0 KiB", "Include all: To Update"],
        ["b.py, content differs, 1.0 KiB to 2.0 KiB", "Include b.py in the sync"],
      ],
    );
  });

  it("of several boards has a row for each", () => {
    const rows = rootsOf([previewed(all), previewed(plan([create("/a.py")], { board: "b" }))]);
    assert.deepEqual(rows.map(text), [
      "  A | 2 files to send, 1 to decide: 2.0 KiB, about 0.2 s. Not ticked: 1 item to delete",
      "  B | 1 file to send: 10 B, about 0.1 s",
    ]);
  });

  it("says above the rows what is ahead, and what does not fit", () => {
    const full = plan([create("/a"), remove("/b")], {
      room: [{ place: "/", needed: 12_300, free: 8000, missing: 4300, missingAfterDeletions: 0 }],
    });
    assert.equal(
      messageOf([previewed(full)], nameOf),
      "1 file to send: 10 B, about 0.1 s. Not ticked: 1 item to delete.\nNot enough space on A: needs 12 KiB, only 7.8 KiB free.\nTick the files to delete to make room.",
    );
    assert.equal(messageOf([previewed(full, "always")], nameOf), "1 file to send, 1 to delete: 10 B, about 0.1 s.");
    assert.equal(messageOf([previewed(plan([step("/a")]))], nameOf), "A is up to date.");
  });

  it("counts what is ticked, and what is not", () => {
    const of = previewed(all);
    of.ticks.set(["/a.py", "/old.py", "/c.py"], true);
    of.ticks.set(["/b.py", "/lib"], false);
    assert.equal(
      messageOf([of], nameOf),
      "2 files to send, 1 to delete: 20 B, about 0.1 s. Not ticked: 1 file to send.",
    );
    of.ticks.set(["/a.py", "/old.py", "/c.py"], false);
    assert.equal(messageOf([of], nameOf), "1 to decide. Not ticked: 2 files to send, 1 to delete.");
    const one = previewed(plan([remove("/b")]));
    assert.equal(messageOf([one], nameOf), "Nothing is ticked: 1 item to delete.");
  });

  it("says what the tick of a conflict does", () => {
    const up = previewed(plan([conflict("/c")]));
    const row = { kind: "step", of: up, step: conflict("/c") } as const;
    assert.match(descriptionOf(row), /^the board's stays · changed on the board/);
    up.ticks.set(["/c"], true);
    assert.match(descriptionOf(row), /^yours is sent · /);
    const down = { ...row, of: previewed(plan([conflict("/c")], { direction: "download" })) };
    assert.match(descriptionOf(down), /^yours stays · /);
    assert.match(descriptionOf({ ...row, step: conflict("/c", false) }), /^changed on the board/);
  });

  it("offers a choice of versions in the menu where there is one", () => {
    const of = previewed(plan([conflict("/c"), conflict("/d", false), create("/a")]));
    const rows = rootsOf([of]).flatMap((group) => [group, ...childrenOf(group)]);
    assert.deepEqual(
      rows.map((row) => `${labelOf(row, nameOf)} ${contextOf(row)}`),
      ["Conflicts ;group;decidable;", "/c ;step;decidable;", "/d ;step;", "To Create ;group;", "/a ;step;"],
    );
    assert.deepEqual([...rows, undefined, {}, { kind: "step" }].map(isRow), [
      ...rows.map(() => true),
      false,
      false,
      false,
    ]);
  });

  it("sends a protected file that differs only where it is ticked", () => {
    const boot = step("/boot.py", { action: "protected", reason: "rule", decidable: true });
    const of = previewed(plan([boot, step("/other", { action: "protected", reason: "rule" })]));
    const row = { kind: "step", of, step: boot } as const;
    assert.equal(text(row), "- /boot.py | the board's stays · protected on the board, and differs · 10 B");
    assert.deepEqual(of.ticks.decision(of.plan).choices, { "/boot.py": "board" });
    assert.equal(
      messageOf([of], nameOf),
      "A is up to date.\n1 protected file differs: tick what is to be sent this time.",
    );
    of.ticks.set(["/boot.py"], true);
    assert.equal(text(row), "x /boot.py | yours is sent · protected on the board, and differs · 10 B");
    assert.deepEqual(of.ticks.decision(of.plan).choices, { "/boot.py": "mine" });
    assert.equal(messageOf([of], nameOf), "1 file to send: 10 B, about 0.1 s.");
  });

  it("of a first sync says that nothing was sent, and ticks no deletions", () => {
    const of = previewed(plan([create("/a"), remove("/b")], { first: true }), "always");
    assert.equal(of.ticks.isOn("/b"), false);
    assert.match(
      messageOf([of], nameOf),
      /^The first sync to A: nothing is sent before you apply it\.\n1 file to send/,
    );
    assert.equal(messageOf([previewed(plan([step("/a")], { first: true }))], nameOf), "A is up to date.");
  });

  it("applies what is ticked", () => {
    const ticks = new Ticks(all, "ask");
    assert.deepEqual(ticks.decision(all), { delete: false, exclude: ["/old.py"], choices: { "/c.py": "board" } });
    ticks.set(["/old.py", "/c.py"], true);
    ticks.set(["/a.py"], false);
    assert.deepEqual(ticks.decision(all), { delete: true, exclude: ["/a.py"], choices: { "/c.py": "mine" } });
  });

  it("ticks a group with all that can be ticked in it", () => {
    const of = previewed(plan([conflict("/a"), conflict("/b", false)]));
    const [group] = rootsOf([of]);
    assert.ok(group !== undefined);
    assert.deepEqual(
      tickable(group).map(({ path }) => path),
      ["/a"],
    );
    of.ticks.set(["/a"], true);
    assert.equal(isTicked(group), true);
  });

  it("keeps ticks when it is looked at again", () => {
    const before = new Ticks(all, "ask");
    before.set(["/b.py"], false);
    const after = new Ticks(plan([update("/b.py"), update("/new.py")]), "ask", before);
    assert.deepEqual([after.isOn("/b.py"), after.isOn("/new.py")], [false, true]);
  });

  it("ticks deletions only where the project always deletes, and never those of the computer", () => {
    assert.equal(new Ticks(all, "always").isOn("/old.py"), true);
    assert.equal(new Ticks({ ...all, direction: "download" }, "always").isOn("/old.py"), false);
  });
});
