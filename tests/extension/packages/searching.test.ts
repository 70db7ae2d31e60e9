import assert from "node:assert/strict";
import { describe, it, mock } from "node:test";
import type { IndexedPackage } from "../../../extension/src/generated/contract.ts";
import { Searching, type Found } from "../../../extension/src/packages/searching.ts";
import { settle } from "../fakes.ts";

const PAUSE = 200;
const aioble = { name: "aioble", version: "0.6", description: "Bluetooth with asyncio" };
const umqtt = { name: "umqtt.simple", version: "1", description: "MQTT" };

/** Answers when a test says so, and keeps what is shown. */
class Host {
  readonly shown: string[] = [];
  readonly asked: {
    text: string;
    outdated: AbortSignal;
    answer: (found: readonly IndexedPackage[]) => void;
    fail: (error: Error) => void;
  }[] = [];
  readonly searching = new Searching({
    search: (text, outdated) => new Promise((answer, fail) => this.asked.push({ text, outdated, answer, fail })),
    show: (found) => this.shown.push(textOf(found)),
  });

  async type(text: string, ms = PAUSE): Promise<void> {
    this.searching.look(text);
    mock.timers.tick(ms);
    await settle();
  }

  async answer(index: number, ...packages: IndexedPackage[]): Promise<void> {
    this.asked[index]?.answer(packages);
    await settle();
  }
}

function textOf(found: Found): string {
  return found.kind === "failed"
    ? `failed ${String(found.error)}`
    : `${found.kind} ${found.packages.map(({ name }) => name).join()}`;
}

function withTimers(work: (host: Host) => Promise<void>): () => Promise<void> {
  return async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    try {
      await work(new Host());
    } finally {
      mock.timers.reset();
    }
  };
}

describe("a search", () => {
  it(
    "waits for a pause, and is asked with what is typed then",
    withTimers(async (host) => {
      for (const text of ["b", "bl", "blu"]) await host.type(text, PAUSE - 1);
      assert.deepEqual(host.asked, []);
      await host.type("blue");
      assert.deepEqual(
        host.asked.map(({ text }) => text),
        ["blue"],
      );
      await host.answer(0, aioble);
      assert.deepEqual(host.shown.at(-1), "found aioble");
    }),
  );

  it(
    "that is outdated is cancelled, and its answer is not shown",
    withTimers(async (host) => {
      await host.type("blue");
      assert.equal(host.asked[0]?.outdated.aborted, false);
      await host.type("mqtt");
      assert.equal(host.asked[0].outdated.aborted, true);
      await host.answer(1, umqtt);
      await host.answer(0, aioble);
      assert.equal(host.shown.at(-1), "found umqtt.simple");
    }),
  );

  it(
    "shows meanwhile what was found before and still fits",
    withTimers(async (host) => {
      await host.type("");
      await host.answer(0, aioble, umqtt);
      await host.type("ASYNCIO blue", 0);
      assert.equal(host.shown.at(-1), "searching aioble");
      await host.type("", 0);
      assert.equal(host.shown.at(-1), "searching aioble,umqtt.simple");
    }),
  );

  it(
    "that fails says so, and the next one counts again",
    withTimers(async (host) => {
      await host.type("x");
      host.asked[0]?.fail(new Error("offline"));
      await settle();
      assert.equal(host.shown.at(-1), "failed Error: offline");
      await host.type("x");
      await host.answer(1, aioble);
      assert.equal(host.shown.at(-1), "found aioble");
    }),
  );

  it(
    "is cancelled with the picker, and nothing is shown then",
    withTimers(async (host) => {
      await host.type("x");
      host.searching.dispose();
      assert.equal(host.asked[0]?.outdated.aborted, true);
      const { length } = host.shown;
      await host.answer(0, aioble);
      assert.equal(host.shown.length, length);
    }),
  );
});
