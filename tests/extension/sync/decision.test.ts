import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decide, hasWork, only, widened } from "../../../extension/src/sync/decision.ts";
import { Asked, conflict, create, plan, remove, step, update } from "./plans.ts";

const room = { place: "/", needed: 9000, free: 5000, missing: 4000, missingAfterDeletions: 0 };

describe("a decision", () => {
  it("needs no question when nothing is lost by the plan", async () => {
    const asked = new Asked();
    assert.deepEqual(await decide(plan([create("/a"), update("/b"), step("/c")]), "ask", asked), {
      delete: false,
      exclude: [],
      choices: {},
    });
    assert.deepEqual(asked.questions, []);
  });

  it("asks for deletions only where the project says so", async () => {
    const deleting = plan([create("/a"), remove("/old.py")]);
    const yes = new Asked(true);
    assert.equal((await decide(deleting, "ask", yes))?.delete, true);
    assert.deepEqual(yes.questions, ["delete /old.py"]);
    assert.equal((await decide(deleting, "ask", new Asked(false)))?.delete, false);
    assert.equal(await decide(deleting, "ask", new Asked(undefined)), undefined);
    assert.equal((await decide(deleting, "always", new Asked()))?.delete, true);
    assert.equal((await decide(deleting, "never", new Asked()))?.delete, false);
  });

  it("never deletes or replaces files of the computer without a question", async () => {
    const down = plan([update("/a"), remove("/b")], { direction: "download" });
    const asked = new Asked(true, true);
    assert.equal((await decide(down, "always", asked))?.delete, true);
    assert.deepEqual(asked.questions, ["replace /a", "delete /b"]);
    assert.equal(await decide(down, "always", new Asked(undefined)), undefined);
    assert.deepEqual(await decide(down, "always", new Asked(false, false)), {
      delete: false,
      exclude: ["/a"],
      choices: {},
    });
  });

  it("asks once about all conflicts that a person can decide", async () => {
    const asked = new Asked("mine");
    const decision = await decide(plan([conflict("/a"), conflict("/b"), conflict("/c", false)]), "ask", asked);
    assert.deepEqual(decision?.choices, { "/a": "mine", "/b": "mine" });
    assert.deepEqual(asked.questions, ["choose /a /b"]);
    assert.equal(await decide(plan([conflict("/a")]), "ask", new Asked(undefined)), undefined);
  });

  it("asks about another board or project first", async () => {
    const doubtful = plan([create("/a"), remove("/b")], { doubts: [{ question: "otherBoard", detail: "pico" }] });
    const asked = new Asked(false);
    assert.equal(await decide(doubtful, "ask", asked), undefined);
    assert.deepEqual(asked.questions, ["otherBoard"]);
  });

  it("tells the shortfall, and whether deletions would help", async () => {
    const full = plan([create("/a"), remove("/b")], { room: [room] });
    const kept = new Asked(false);
    assert.equal(await decide(full, "ask", kept), undefined);
    assert.deepEqual(kept.questions, ["delete /b for room", "too small by 4000, deletions help"]);
    assert.equal((await decide(full, "ask", new Asked(true)))?.delete, true);
    const hopeless = new Asked();
    assert.equal(
      await decide(plan([create("/a")], { room: [{ ...room, missingAfterDeletions: 100 }] }), "ask", hopeless),
      undefined,
    );
    assert.deepEqual(hopeless.questions, ["too small by 4000"]);
  });
});

describe("a plan", () => {
  it("has work unless all is the same, or only deletions that are never done", () => {
    assert.equal(hasWork(plan([step("/a")]), "ask"), false);
    assert.equal(hasWork(plan([remove("/a")]), "never"), false);
    assert.equal(hasWork(plan([remove("/a")]), "ask"), true);
    assert.equal(hasWork(plan([conflict("/a")]), "never"), true);
    assert.equal(hasWork(plan([remove("/a")], { direction: "download" }), "never"), true);
  });

  it("is decided in part, and the rest of it left for another time", async () => {
    const whole = plan([create("/a"), conflict("/b"), remove("/c")]);
    const decision = await decide(only(whole, ["/b"]), "ask", new Asked("mine"));
    assert.ok(decision !== undefined);
    assert.deepEqual(widened(decision, whole, ["/b"]), {
      delete: false,
      exclude: ["/a", "/c"],
      choices: { "/b": "mine" },
    });
  });
});
