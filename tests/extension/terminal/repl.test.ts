import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ReplChannels } from "../../../extension/src/terminal/channel.ts";
import { ReplTerminal, type ReplHost } from "../../../extension/src/terminal/repl.ts";
import { FakeWire, settle } from "../fakes.ts";

function opened(
  changes: Partial<ReplHost> = {},
  replay = "",
): { wire: FakeWire; repl: ReplTerminal; screen: () => string } {
  const wire = new FakeWire({
    "repl/open": () => ({ replay }),
    "repl/close": () => ({}),
    "repl/input": () => ({}),
    "repl/paste": () => ({}),
  });
  const host: ReplHost = {
    describe: ({ kind }) => kind,
    explain: String,
    isConnected: () => true,
    connect: () => undefined,
    ...changes,
  };
  const repl = new ReplTerminal(new ReplChannels(wire).of("pico"), host);
  let written = "";
  repl.onDidWrite((text) => (written += text));
  repl.open();
  return { wire, repl, screen: () => written.replace("\x1b[?2004h", "") };
}

const output = (data: string, skipped = 0): { board: string; data: string; skipped: number } => ({
  board: "pico",
  data,
  skipped,
});

describe("a REPL terminal", () => {
  it("asks VS Code to mark pastes", async () => {
    const wire = new FakeWire({ "repl/open": () => ({ replay: "" }) });
    const host: ReplHost = {
      describe: () => undefined,
      explain: String,
      isConnected: () => true,
      connect: () => undefined,
    };
    const repl = new ReplTerminal(new ReplChannels(wire).of("pico"), host);
    const written: string[] = [];
    repl.onDidWrite((text) => written.push(text));
    repl.open();
    await repl.ready;
    assert.equal(written[0], "\x1b[?2004h");
  });

  it("shows what the board said before, then what it says", async () => {
    const { wire, repl, screen } = opened({}, ">>> ");
    wire.notify("repl/didOutput", output("in the replay already"));
    await repl.ready;
    wire.notify("repl/didOutput", output("1\r\n"));
    wire.notify("repl/didOutput", { board: "another", data: "no", skipped: 0 });
    assert.equal(screen(), ">>> 1\r\n");
  });

  it("says how much was left out", async () => {
    const { wire, repl, screen } = opened();
    await repl.ready;
    wire.notify("repl/didOutput", output("end", 12_345));
    assert.match(screen(), /12,345 bytes left out.*\r\nend$/);
  });

  it("says what happened in a dim line", async () => {
    const { wire, repl, screen } = opened({}, ">>> ");
    await repl.ready;
    wire.notify("repl/didEvent", { board: "pico", kind: "lost", detail: "", fault: null, outcome: null });
    assert.equal(screen(), ">>> \r\n\x1b[90mlost\x1b[39m\r\n");
  });

  it("sends keys and pastes", async () => {
    const { wire, repl } = opened();
    await repl.ready;
    repl.handleInput("\x05");
    await settle();
    repl.handleInput("\x1b[200~a\rb\x1b[201~");
    await settle();
    assert.deepEqual(wire.asked.slice(1), [
      { method: "repl/input", params: { board: "pico", data: "\x05" } },
      { method: "repl/paste", params: { board: "pico", data: "a\nb" } },
    ]);
  });

  it("connects on Enter when the board is not connected, and sends nothing", async () => {
    let connects = 0;
    const { wire, repl, screen } = opened({ isConnected: () => false, connect: () => (connects += 1) });
    await repl.ready;
    repl.handleInput("x");
    repl.handleInput("\r");
    await settle();
    assert.match(screen(), /Press Enter to connect/);
    assert.equal(connects, 1);
    assert.deepEqual(
      wire.asked.map(({ method }) => method),
      ["repl/open"],
    );
  });

  it("says why when it cannot be opened, and can be attached again", async () => {
    let broken = true;
    const wire = new FakeWire({
      "repl/open": () => {
        if (broken) throw new Error("no sidecar");
        return { replay: "back\r\n" };
      },
    });
    const host: ReplHost = {
      describe: () => undefined,
      explain: (error) => (error as Error).message,
      isConnected: () => true,
      connect: () => undefined,
    };
    const repl = new ReplTerminal(new ReplChannels(wire).of("pico"), host);
    let written = "";
    repl.onDidWrite((text) => (written += text));
    repl.open();
    await repl.ready;
    broken = false;
    await repl.attach();
    assert.match(written, /no sidecar.*\r\nback\r\n$/);
  });

  it("closes the board's REPL with the last terminal only", async () => {
    const wire = new FakeWire({ "repl/open": () => ({ replay: "" }), "repl/close": () => ({}) });
    const channels = new ReplChannels(wire);
    const host: ReplHost = {
      describe: () => undefined,
      explain: String,
      isConnected: () => true,
      connect: () => undefined,
    };
    const [one, two] = [new ReplTerminal(channels.of("pico"), host), new ReplTerminal(channels.of("pico"), host)];
    one.open();
    two.open();
    await Promise.all([one.ready, two.ready]);
    one.close();
    await settle();
    assert.ok(!wire.asked.some(({ method }) => method === "repl/close"));
    two.close();
    await settle();
    assert.equal(wire.asked.at(-1)?.method, "repl/close");
  });
});
