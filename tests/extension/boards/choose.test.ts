import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isConnected } from "../../../extension/src/boards/board.ts";
import { choose, type Choice, type Hints } from "../../../extension/src/boards/choose.ts";
import type { Board } from "../../../extension/src/generated/contract.ts";
import { board } from "../fakes.ts";

const NONE: Hints = { clicked: undefined, terminal: undefined, lastUsed: undefined };
const a = board({ id: "a" });
const b = board({ id: "b" });
const idle = (id: string): Board => board({ id, state: "idle" });
const absent = (id: string): Board => board({ id, state: "absent" });
const chosen = (
  boards: Board[],
  hints: Partial<Hints> = {},
  eligible: (board: Board) => boolean = () => true,
): string => {
  const choice: Choice = choose(boards, { ...NONE, ...hints }, eligible);
  return choice.kind === "board" ? choice.board.id : choice.kind;
};

describe("which board a command means", () => {
  it("the clicked one, whatever else there is", () => {
    assert.equal(chosen([a, idle("b")], { clicked: "a", terminal: "b", lastUsed: "b" }), "a");
    assert.equal(chosen([a, idle("b")], { clicked: "a" }, isConnected), "a");
  });

  it("then that of the active terminal", () => {
    assert.equal(chosen([idle("a"), idle("b")], { terminal: "b", lastUsed: "a" }), "b");
  });

  it("then the only connected one", () => {
    assert.equal(chosen([a, idle("b")], { lastUsed: "a" }), "b");
  });

  it("then the one used last, unless it is not there", () => {
    assert.equal(chosen([a, b], { lastUsed: "b" }), "b");
    assert.equal(chosen([a, b, absent("c")], { lastUsed: "c" }), "ask");
  });

  it("then the only one there: a fresh machine with the demo board just runs", () => {
    assert.equal(chosen([board({ id: "virtual:demo" })]), "virtual:demo");
    assert.equal(chosen([a, absent("b")]), "a");
  });

  it("then the only real one: who has plugged a board in means that one, and not the demo", () => {
    const demo = board({ id: "virtual:demo", kind: "virtual" });
    assert.equal(chosen([demo, a]), "a");
    assert.equal(chosen([demo, a], { lastUsed: "virtual:demo" }), "a");
    assert.equal(chosen([demo, a, absent("b")]), "a");
    assert.equal(chosen([{ ...demo, state: "idle" }, a], { lastUsed: "a" }), "virtual:demo");
    assert.equal(chosen([demo, a, b]), "ask");
    assert.equal(chosen([demo, a, b], { lastUsed: "virtual:demo" }), "virtual:demo");
    assert.equal(chosen([demo, { ...demo, id: "virtual:two" }]), "ask");
  });

  it("else a person is asked, about those that can be meant", () => {
    assert.deepEqual(choose([a, idle("b"), idle("c")], NONE, isConnected), {
      kind: "ask",
      boards: [idle("b"), idle("c")],
    });
  });

  it("and none when none can be meant", () => {
    assert.equal(chosen([]), "none");
    assert.equal(chosen([a, b], {}, isConnected), "none");
  });

  it("offers an absent board rather than taking it", () => {
    assert.equal(chosen([absent("a")]), "ask");
  });
});
