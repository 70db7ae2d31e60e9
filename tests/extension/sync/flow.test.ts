import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Dialogue } from "../../../extension/src/files/conversation.ts";
import type { SyncApplyParams, SyncPlan } from "../../../extension/src/generated/contract.ts";
import { SidecarError } from "../../../extension/src/sidecar/errors.ts";
import { changesOf } from "../../../extension/src/sync/changes.ts";
import { leftIn, summaryOf, syncAll, type Wish } from "../../../extension/src/sync/flow.ts";
import { Syncs } from "../../../extension/src/sync/syncs.ts";
import { resultText } from "../../../extension/src/sync/words.ts";
import { FakeWire, uncancelled } from "../fakes.ts";
import { Asked, conflict, create, plan, remove, result, step } from "./plans.ts";

const wish: Wish = { boards: ["a"], folder: "/w", direction: "upload", consent: "ask", showing: "first" };
const nameOf = (board: string): string => board.toUpperCase();

function dialogue(shown: string[] = [], mayStop = false): Dialogue {
  return {
    nameOf,
    mayStop: (_board, _fault, verb) => {
      shown.push(`stop and ${verb}`);
      return Promise.resolve(mayStop);
    },
    showing: (title, work) => {
      shown.push(title);
      return work(uncancelled, ({ message }) => shown.push(message));
    },
  };
}

function fault(code: "plan_stale" | "program_running" | "link_lost"): SidecarError {
  return new SidecarError({ code, facts: {} });
}

describe("a summary", () => {
  it("leaves out what there was none of", () => {
    const text = (changes: Partial<typeof result>): string => resultText({ ...result, ...changes }, "upload");
    assert.equal(text({ files: 1, unchanged: 0, deleted: 0 }), "1 file sent, 4.1 KiB in 0.3 s");
    assert.equal(text({ files: 0, size: 0 }), "12 unchanged, 1 deleted in 0.3 s");
    assert.equal(text({ files: 0, size: 0, deleted: 0, durationMs: 90_000 }), "0 files sent, 12 unchanged in 2 min");
  });
});

describe("a sync", () => {
  it("plans, and applies what was decided", async () => {
    const shown: string[] = [];
    const wire = new FakeWire({
      "sync/plan": () => plan([create("/a"), remove("/b")]),
      "sync/apply": ({ token = "" }) => {
        wire.notify("files/didProgress", { token, path: "/a", files: 1, filesDone: 0, size: 2048, sizeDone: 1024 });
        return result;
      },
    });
    const outcomes = await syncAll(new Syncs(wire, dialogue(shown)), wish, new Asked(true));
    const { token, ...sent } = wire.asked[1]?.params as SyncApplyParams;
    assert.deepEqual(sent, { plan: "p1", delete: true, exclude: [], choices: {}, whenRunning: "fail" });
    assert.notEqual(token, "");
    assert.deepEqual(shown, ["Comparing with A", "Syncing to A", "/a – 1.0 KiB of 2.0 KiB"]);
    assert.equal(
      summaryOf(outcomes, "upload", nameOf),
      "Synced to A: 3 files sent, 12 unchanged, 1 deleted, 4.1 KiB in 0.3 s",
    );
  });

  it("with nothing to do says so, and applies nothing", async () => {
    const wire = new FakeWire({ "sync/plan": () => plan([step("/a"), step("/b"), step("/d", { folder: true })]) });
    const outcomes = await syncAll(new Syncs(wire, dialogue()), wish, new Asked());
    assert.equal(summaryOf(outcomes, "upload", nameOf), "A is up to date: 2 files");
  });

  it("plans again, once, when the plan is not true any more", async () => {
    let plans = 0;
    let applies = 0;
    const answers = {
      "sync/plan": () => plan([create("/a")], { id: `p${String((plans += 1))}` }),
      "sync/apply": () => {
        applies += 1;
        if (applies === 1) throw fault("plan_stale");
        return result;
      },
    };
    const [outcome] = await syncAll(new Syncs(new FakeWire(answers), dialogue()), wish, new Asked());
    assert.deepEqual([outcome?.kind, plans, applies], ["done", 2, 2]);
    applies = -9;
    const stale = {
      ...answers,
      "sync/apply": () => {
        throw fault("plan_stale");
      },
    };
    const [failed] = await syncAll(new Syncs(new FakeWire(stale), dialogue()), wish, new Asked());
    assert.deepEqual([failed?.kind, plans], ["failed", 4]);
  });

  it("that a person does not want changes nothing", async () => {
    const wire = new FakeWire({ "sync/plan": () => plan([conflict("/a")]) });
    assert.deepEqual(await syncAll(new Syncs(wire, dialogue()), wish, new Asked(undefined)), [
      { kind: "stopped", board: "a" },
    ]);
  });

  it("is only planned where it is the first to a board, or where the user looks at each", async () => {
    const plans = [plan([create("/a")], { first: true }), plan([create("/a")]), plan([step("/a")], { first: true })];
    const wire = new FakeWire({
      "sync/plan": ({ direction = "upload" }) => ({ ...(plans.shift() ?? plan([])), direction }),
    });
    const syncs = new Syncs(wire, dialogue());
    const kinds = async (changes: Partial<Wish>): Promise<readonly string[]> =>
      (await syncAll(syncs, { ...wish, ...changes }, new Asked())).map(({ kind }) => kind);
    assert.deepEqual(await kinds({}), ["toShow"]);
    assert.deepEqual(await kinds({ showing: "all" }), ["toShow"]);
    assert.deepEqual(await kinds({}), ["same"]);
    assert.deepEqual(
      wire.asked.map(({ method }) => method),
      ["sync/plan", "sync/plan", "sync/plan"],
    );
  });

  it("counts protected files that differ", async () => {
    const boot = step("/boot.py", { action: "protected", reason: "rule", decidable: true });
    const plans = [plan([step("/a"), boot]), plan([create("/b"), boot])];
    const wire = new FakeWire({ "sync/plan": () => plans.shift() ?? plan([]), "sync/apply": () => result });
    const syncs = new Syncs(wire, dialogue());
    const summary = async (): Promise<string> => summaryOf(await syncAll(syncs, wish, new Asked()), "upload", nameOf);
    assert.equal(await summary(), "A is up to date: 1 file · 1 protected file differs");
    assert.match(await summary(), /^Synced to A: 3 files sent.* · 1 protected file differs$/);
  });

  it("asks before it stops a program", async () => {
    const tries: unknown[] = [];
    const wire = new FakeWire({
      "sync/plan": ({ whenRunning }) => {
        tries.push(whenRunning);
        if (whenRunning === "fail") throw fault("program_running");
        return plan([step("/a")]);
      },
    });
    const shown: string[] = [];
    await syncAll(new Syncs(wire, dialogue(shown, true)), wish, new Asked());
    assert.deepEqual(tries, ["fail", "interrupt"]);
    assert.ok(shown.includes("stop and Sync"));
  });

  it("to several boards plans each, asks one after the other, and one failure is that board's alone", async () => {
    const wire = new FakeWire({
      "sync/plan": ({ board }): SyncPlan => {
        if (board === "b") throw fault("link_lost");
        return plan([create("/x"), remove("/y")], { board, id: board });
      },
      "sync/apply": () => ({ ...result, left: ["/z"] }),
    });
    const asked = new Asked(true, false);
    const outcomes = await syncAll(new Syncs(wire, dialogue()), { ...wish, boards: ["a", "b", "c"] }, asked);
    assert.deepEqual(
      outcomes.map(({ kind }) => kind),
      ["done", "failed", "done"],
    );
    assert.equal(asked.questions.length, 2);
    assert.deepEqual(leftIn(outcomes), ["/z", "/z"]);
    assert.match(
      summaryOf(outcomes, "upload", nameOf),
      /^Synced to A, C: 6 files sent, 24 unchanged, 2 deleted, 8.2 KiB in 0.3 s$/,
    );
  });

  it("tells what has changed on the board, and why it failed", async () => {
    const heard: string[] = [];
    const wire = new FakeWire({
      "sync/plan": () => plan([create("/a"), remove("/b"), conflict("/c"), step("/d")]),
      "sync/apply": () => {
        throw fault("link_lost");
      },
    });
    const syncs = new Syncs(wire, dialogue());
    syncs.onDidApply((applied) => heard.push(...changesOf(applied).map(({ kind, path }) => `${kind} ${path}`)));
    syncs.onDidFail(({ folder, error }) => heard.push(`${folder} ${(error as SidecarError).code}`));
    await syncAll(syncs, wish, new Asked(true, "mine"));
    assert.deepEqual(heard, ["created /a", "deleted /b", "changed /c", "/w link_lost"]);
  });
});
