import assert from "node:assert/strict";
import { describe, it, mock } from "node:test";
import { SidecarError } from "../../../extension/src/sidecar/errors.ts";
import { PushQueue } from "../../../extension/src/sync/pushQueue.ts";
import { settle } from "../fakes.ts";

class Host {
  readonly pushed: string[] = [];
  readonly failures: unknown[] = [];
  notes: string[] = [];
  free = true;
  answer: () => Promise<void> = () => Promise.resolve();
  readonly queue = new PushQueue(this, {
    isFree: () => this.free,
    failed: (error) => this.failures.push(error),
    waiting: (counts) => {
      this.notes = [...counts].map(([board, count]) => `${board} ${String(count)}`);
    },
  });

  push(board: string, folder: string, paths: readonly string[]): Promise<void> {
    this.pushed.push(`${board} ${folder} ${paths.join()}`);
    return this.answer();
  }
}

async function pass(): Promise<void> {
  mock.timers.tick(300);
  await settle();
}

describe("saved files", () => {
  it("of a moment go together, each once", async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    const host = new Host();
    for (const path of ["/w/a", "/w/b", "/w/a"]) host.queue.add("x", "/w", path);
    host.queue.add("y", "/w", "/w/a");
    await pass();
    assert.deepEqual(host.pushed, ["x /w /w/a,/w/b", "y /w /w/a"]);
    assert.deepEqual(host.notes, []);
    mock.timers.reset();
  });

  it("wait while a program runs, with a note, and go when it ends", async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    const host = new Host();
    host.free = false;
    host.queue.add("x", "/w", "/w/a");
    await pass();
    assert.deepEqual([host.pushed, host.notes], [[], ["x 1"]]);
    host.free = true;
    host.queue.wake();
    await settle();
    assert.deepEqual([host.pushed, host.notes], [["x /w /w/a"], []]);
    mock.timers.reset();
  });

  it("are kept when a program turns out to run, and other failures are told", async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    const host = new Host();
    host.answer = () => {
      host.free = false;
      return Promise.reject(new SidecarError({ code: "program_running", facts: {} }));
    };
    host.queue.add("x", "/w", "/w/a");
    await pass();
    assert.deepEqual([host.failures, host.notes], [[], ["x 1"]]);
    host.free = true;
    host.answer = () => Promise.reject(new Error("broken"));
    host.queue.wake();
    await settle();
    assert.deepEqual([host.failures.length, host.notes], [1, []]);
    mock.timers.reset();
  });

  it("that come while others are sent follow, one push at a time", async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    const host = new Host();
    let done = (): void => undefined;
    host.answer = () => new Promise((resolve) => (done = resolve));
    host.queue.add("x", "/w", "/w/a");
    await pass();
    host.queue.add("x", "/w", "/w/b");
    await pass();
    assert.equal(host.pushed.length, 1);
    done();
    await settle();
    await pass();
    assert.deepEqual(host.pushed, ["x /w /w/a", "x /w /w/b"]);
    mock.timers.reset();
  });
});
