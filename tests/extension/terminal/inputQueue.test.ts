import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { InputQueue } from "../../../extension/src/terminal/inputQueue.ts";
import type { Piece } from "../../../extension/src/terminal/paste.ts";
import { settle } from "../fakes.ts";

class SlowBoard {
  readonly got: Piece[] = [];
  #answer: (() => void)[] = [];

  readonly send = (piece: Piece): Promise<void> => {
    assert.equal(this.#answer.length, 0, "only one may be under way");
    this.got.push(piece);
    return new Promise((resolve) => this.#answer.push(resolve));
  };

  async answer(): Promise<void> {
    this.#answer.shift()?.();
    await settle();
  }
}

const never = (error: unknown): void => {
  assert.fail(String(error));
};

const keys = (data: string): Piece => ({ kind: "keys", data });

describe("the input queue", () => {
  it("sends the first key at once, and what is typed meanwhile together", async () => {
    const board = new SlowBoard();
    const queue = new InputQueue(board.send, never);
    for (const key of "abc") queue.push(keys(key));
    assert.deepEqual(board.got, [keys("a")]);
    await board.answer();
    assert.deepEqual(board.got, [keys("a"), keys("bc")]);
  });

  it("keeps a paste in its place", async () => {
    const board = new SlowBoard();
    const queue = new InputQueue(board.send, never);
    queue.push(keys("a"));
    queue.push({ kind: "paste", data: "x\ny" });
    queue.push(keys("b"));
    queue.push(keys("c"));
    for (let i = 0; i < 3; i += 1) await board.answer();
    assert.deepEqual(board.got, [keys("a"), { kind: "paste", data: "x\ny" }, keys("bc")]);
  });

  it("drops what waited behind a failure, says so once, and goes on", async () => {
    const failures: unknown[] = [];
    const sent: string[] = [];
    const send = ({ data }: Piece): Promise<void> => {
      sent.push(data);
      return data === "a" ? Promise.reject(new Error("gone")) : Promise.resolve();
    };
    const queue = new InputQueue(send, (error) => failures.push(error));
    queue.push(keys("a"));
    queue.push(keys("b"));
    await settle();
    queue.push(keys("c"));
    await settle();
    assert.deepEqual(sent, ["a", "c"]);
    assert.equal(failures.length, 1);
  });

  it("is bounded: a flood that nobody takes is dropped", async () => {
    const board = new SlowBoard();
    const queue = new InputQueue(board.send, never);
    queue.push(keys("a"));
    for (let i = 0; i < 9; i += 1) queue.push(keys("x".repeat(1024 * 1024)));
    await board.answer();
    assert.ok((board.got[1]?.data.length ?? 0) <= 8 * 1024 * 1024);
  });
});
