import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BoardStore } from "../../../extension/src/boards/store.ts";
import type { Board } from "../../../extension/src/generated/contract.ts";
import { SidecarError } from "../../../extension/src/sidecar/errors.ts";
import { reach } from "../../../extension/src/targets/reach.ts";
import { FakeWire, board } from "../fakes.ts";

const added = board({ id: "socket://pi:1", address: "socket://pi:1", kind: "socket", remembered: true });
const refused = new SidecarError({ code: "open_failed", facts: { cause: "connection refused" } });

async function reaching(known: Board[], connect: () => Promise<Board>): Promise<[Promise<Board>, FakeWire]> {
  const wire = new FakeWire({
    "boards/list": () => ({ boards: known }),
    "boards/add": () => added,
    "boards/forget": () => ({}),
    "board/connect": connect,
  });
  const store = new BoardStore(wire, () => true);
  await store.load();
  wire.asked.length = 0;
  return [reach({ wire, store }, "socket://pi:1", undefined), wire];
}

describe("a board that is added by its address", () => {
  it("is connected and kept", async () => {
    const connected = { ...added, state: "attached" as const };
    const [reached, wire] = await reaching([], () => Promise.resolve(connected));
    assert.deepEqual(await reached, connected);
    assert.deepEqual(
      wire.asked.map(({ method }) => method),
      ["boards/add", "board/connect"],
    );
  });

  it("is forgotten again if it was not reached", async () => {
    const [reached, wire] = await reaching([], () => Promise.reject(refused));
    await assert.rejects(reached, refused);
    assert.deepEqual(wire.asked.at(-1), { method: "boards/forget", params: { board: added.id } });
  });

  it("stays if it was remembered before", async () => {
    const [reached, wire] = await reaching([added], () => Promise.reject(refused));
    await assert.rejects(reached, refused);
    assert.equal(wire.asked.at(-1)?.method, "board/connect");
  });
});
