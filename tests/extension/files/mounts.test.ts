import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Dialogue } from "../../../extension/src/files/conversation.ts";
import { Mounts } from "../../../extension/src/files/mounts.ts";
import { SidecarError } from "../../../extension/src/sidecar/errors.ts";
import { FakeWire, board, uncancelled } from "../fakes.ts";

const running = new SidecarError({ code: "program_running", facts: {} });

function dialogue(asked: string[], mayStop: boolean): Dialogue {
  return {
    nameOf: (id) => id.toUpperCase(),
    mayStop: (_board, _fault, verb) => {
      asked.push(verb);
      return Promise.resolve(mayStop);
    },
    showing: (title, work) => {
      asked.push(title);
      return work(uncancelled, () => undefined);
    },
  };
}

describe("a mount", () => {
  it("tells what has become of the board", async () => {
    const wire = new FakeWire({
      "board/mount": ({ folder }) => board({ mounted: folder }),
      "board/unmount": () => board(),
    });
    const told: (string | null)[] = [];
    const mounts = new Mounts(wire, dialogue([], false), ({ mounted }) => told.push(mounted));
    await mounts.mount("a", "/work");
    await mounts.unmount("a");
    assert.deepEqual(told, ["/work", null]);
  });

  it("asks before a program is stopped, and leaves it where that is not wanted", async () => {
    const wire = new FakeWire({
      "board/mount": ({ folder, whenRunning }) => {
        if (whenRunning === "fail") throw running;
        return board({ mounted: folder });
      },
      "board/unmount": () => {
        throw running;
      },
    });
    const asked: string[] = [];
    await new Mounts(wire, dialogue(asked, true), () => undefined).mount("a", "/work");
    assert.deepEqual(asked, ["Mounting on A", "Mount", "Mounting on A"]);
    await assert.rejects(new Mounts(wire, dialogue(asked, false), () => undefined).unmount("a"), running);
    assert.equal(asked.at(-1), "Unmount");
  });
});
