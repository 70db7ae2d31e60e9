import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Pace, type Clock } from "../../../extension/src/terminal/pace.ts";

const MIB = 1024 * 1024;

class FakeClock implements Clock {
  #now = 0;
  #timers: { at: number; work: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, work: () => void): { dispose(): void } {
    const timer = { at: this.#now + ms, work };
    this.#timers.push(timer);
    return { dispose: () => (this.#timers = this.#timers.filter((each) => each !== timer)) };
  }

  pass(ms: number): void {
    this.#now += ms;
    const due = this.#timers.filter(({ at }) => at <= this.#now);
    this.#timers = this.#timers.filter(({ at }) => at > this.#now);
    for (const { work } of due) work();
  }
}

function fixture(): { pace: Pace; clock: FakeClock; shown: () => { text: string; skipped: number } } {
  const clock = new FakeClock();
  const seen = { text: "", skipped: 0 };
  const pace = new Pace((text, skipped) => {
    seen.text += text;
    seen.skipped += skipped;
  }, clock);
  return { pace, clock, shown: () => seen };
}

const lines = (bytes: number): string => "0123456\r\n".repeat(bytes / 9);

describe("the pace of a terminal", () => {
  it("shows at once what comes slowly", () => {
    const { pace, shown } = fixture();
    pace.push(">>> ", 0);
    assert.equal(shown().text, ">>> ");
  });

  it("shows whole what is printed at once, and what a board on a wire can send", () => {
    const { pace, clock, shown } = fixture();
    let sent = 0;
    const push = (bytes: number): void => {
      const text = lines(bytes);
      sent += text.length;
      pace.push(text, 0);
    };
    push(MIB);
    for (let ms = 0; ms < 10_000; ms += 10) {
      clock.pass(10);
      push(9 * 1024);
    }
    clock.pass(250);
    assert.deepEqual({ length: shown().text.length, skipped: shown().skipped }, { length: sent, skipped: 0 });
  });

  it("shows of a flood its newest lines, says how much is missing, and loses no count", () => {
    const { pace, clock, shown } = fixture();
    let sent = 0;
    for (let ms = 0; ms < 10_000; ms += 10) {
      clock.pass(10);
      const text = lines(90 * 1024);
      sent += text.length;
      pace.push(text, 0);
    }
    pace.push("the end", 0);
    clock.pass(250);
    const { text, skipped } = shown();
    assert.ok(text.endsWith("the end"));
    assert.equal(text.length + skipped, sent + "the end".length);
    assert.ok(text.length < 14 * MIB, `${String(text.length)} shown of ${String(sent)}`);
    assert.match(text, /^(0123456\r\n)+the end$/);
  });

  it("shows a flood without lines as well", () => {
    const { pace, clock, shown } = fixture();
    pace.push("x".repeat(4 * MIB), 0);
    clock.pass(250);
    assert.equal(shown().text.length, MIB / 4);
  });

  it("keeps the order with what must come after", () => {
    const { pace, shown } = fixture();
    pace.push(lines(4 * MIB), 0);
    assert.equal(shown().text, "");
    pace.flush();
    assert.ok(shown().text.length > 0);
    pace.flush();
  });

  it("adds what was left out before", () => {
    const { pace, shown } = fixture();
    pace.push("x", 5);
    assert.deepEqual(shown(), { text: "x", skipped: 5 });
  });
});
