import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RestartPolicy } from "../../../extension/src/sidecar/restart.ts";

const MINUTE = 60_000;

describe("the restart policy", () => {
  it("restarts at once, then later, then asks", () => {
    const policy = new RestartPolicy();
    assert.deepEqual(policy.crashed(0), { kind: "restart", delayMs: 0 });
    assert.deepEqual(policy.crashed(MINUTE), { kind: "restart", delayMs: 1_000 });
    assert.deepEqual(policy.crashed(2 * MINUTE), { kind: "ask" });
  });

  it("forgets crashes after three minutes", () => {
    const policy = new RestartPolicy();
    for (const minute of [0, 2, 4, 6, 8])
      assert.equal(policy.crashed(minute * MINUTE).kind, "restart", `minute ${String(minute)}`);
  });

  it("starts from nothing when it is forgiven", () => {
    const policy = new RestartPolicy();
    policy.crashed(0);
    policy.crashed(1);
    policy.forgive();
    assert.deepEqual(policy.crashed(2), { kind: "restart", delayMs: 0 });
  });
});
