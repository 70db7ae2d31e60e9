import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { describe, it } from "node:test";
import type { Dialogue } from "../../../extension/src/files/conversation.ts";
import { FileOperations, type Change, type Folders } from "../../../extension/src/files/operations.ts";
import { stepOf } from "../../../extension/src/files/transferText.ts";
import type { TransferParams, TransferResult } from "../../../extension/src/generated/contract.ts";
import { SidecarError } from "../../../extension/src/sidecar/errors.ts";
import { FakeWire, uncancelled } from "../fakes.ts";

const sent: TransferResult = { files: 1, unchanged: 0, size: 1, durationMs: 1 };
const running = new SidecarError({ code: "program_running", facts: { program: "main.py" } });
const large = new Uint8Array(40_000).fill(65);

interface Asked {
  readonly stops: string[];
  readonly shown: string[];
  readonly touched: string[];
}

function operations(
  wire: FakeWire,
  mayStop = false,
): Asked & { files: FileOperations; changes: (readonly Change[])[] } {
  const asked: Asked = { stops: [], shown: [], touched: [] };
  const folders: Folders = {
    entries: () => Promise.resolve([]),
    isReadOnly: () => Promise.resolve(false),
    touch: (board, place) => asked.touched.push(`${board} ${place}`),
    onDidChange: () => ({ dispose: () => undefined }),
  };
  const dialogue: Dialogue = {
    nameOf: (board) => board.toUpperCase(),
    mayStop: (_board, { facts }, verb) => {
      asked.stops.push(`${verb} ${facts["program"] ?? ""}`);
      return Promise.resolve(mayStop);
    },
    showing: (title, work) => {
      asked.shown.push(title);
      return work(uncancelled, ({ message }) => asked.shown.push(message));
    },
  };
  const files = new FileOperations(wire, folders, dialogue);
  const changes: (readonly Change[])[] = [];
  files.onDidChange((change) => changes.push(change));
  return { ...asked, files, changes };
}

describe("a save", () => {
  it("is one request, after which the place is looked at again", async () => {
    const wire = new FakeWire({ "files/write": () => ({}) });
    const { files, touched, changes } = operations(wire);
    await files.write({ board: "a", path: "/x.py" }, Buffer.from("x"), "created");
    assert.deepEqual(wire.asked, [
      { method: "files/write", params: { board: "a", path: "/x.py", base64: "eA==", whenRunning: "fail" } },
    ]);
    assert.deepEqual(touched, ["a /x.py"]);
    assert.deepEqual(changes, [[{ board: "a", path: "/x.py", kind: "created" }]]);
  });

  it("asks about a program that is in the way, and stops it when it may", async () => {
    const tries: unknown[] = [];
    const wire = new FakeWire({
      "files/write": ({ whenRunning }) => {
        tries.push(whenRunning);
        if (whenRunning !== "interrupt") throw running;
        return {};
      },
    });
    const may = operations(wire, true);
    await may.files.write({ board: "a", path: "/x.py" }, Buffer.from("x"));
    assert.deepEqual(may.stops, ["Save main.py"]);
    const mayNot = operations(wire, false);
    await assert.rejects(mayNot.files.write({ board: "a", path: "/x.py" }, Buffer.from("x")), running);
    assert.deepEqual(tries, ["fail", "interrupt", "fail"]);
    assert.deepEqual(mayNot.touched, ["a /x.py"]);
  });

  it("asks as well where a board is silent, since a program that prints nothing may be running", async () => {
    const silent = new SidecarError({ code: "board_silent", facts: { board: "a" } });
    const wire = new FakeWire({
      "files/write": ({ whenRunning }) => {
        if (whenRunning !== "interrupt") throw silent;
        return {};
      },
    });
    const may = operations(wire, true);
    await may.files.write({ board: "a", path: "/x.py" }, Buffer.from("x"));
    assert.deepEqual(may.stops, ["Save "]);
  });

  it("of much is a transfer that says how far it is", async () => {
    let seen: Uint8Array = Buffer.from("");
    const wire: FakeWire = new FakeWire({
      "files/upload": ({ items, token = "" }) => {
        seen = readFileSync(items[0]?.local ?? "");
        wire.notify("files/didProgress", {
          token,
          path: "/x.bin",
          files: 1,
          filesDone: 0,
          size: 40_000,
          sizeDone: 20_000,
        });
        wire.notify("files/didProgress", {
          token: "another",
          path: "/y.bin",
          files: 1,
          filesDone: 0,
          size: 2,
          sizeDone: 1,
        });
        return sent;
      },
    });
    const { files, shown } = operations(wire);
    await files.write({ board: "a", path: "/x.bin" }, large);
    assert.deepEqual(seen, Buffer.from(large));
    assert.deepEqual(shown, ["Saving to A", "/x.bin – 20 KiB of 39 KiB"]);
  });
});

describe("a read", () => {
  it("of little is one request, and of much a download", async () => {
    const wire = new FakeWire({
      "files/read": () => ({ base64: "eA==" }),
      "files/download": ({ items }) => {
        writeFileSync(items[0]?.local ?? "", large);
        return sent;
      },
    });
    const { files, shown } = operations(wire);
    assert.equal(Buffer.from(await files.read({ board: "a", path: "/x" }, 1)).toString(), "x");
    assert.deepEqual(shown, []);
    assert.deepEqual(await files.read({ board: "a", path: "/y" }, 40_000), Buffer.from(large));
    assert.deepEqual(shown, ["Reading from A"]);
  });
});

describe("between two boards", () => {
  function twoBoards(): { wire: FakeWire; locals: string[] } {
    const locals: string[] = [];
    const wire = new FakeWire({
      "files/download": ({ items }: TransferParams) => {
        for (const { local, remote } of items) writeFileSync(local, remote);
        return sent;
      },
      "files/upload": ({ items }: TransferParams) => {
        locals.push(
          ...items.map(({ local, remote }) => `${readFileSync(local, "utf8")} to ${remote}`),
          path.dirname(items[0]?.local ?? ""),
        );
        return sent;
      },
      "files/remove": () => ({}),
    });
    return { wire, locals };
  }

  it("a copy goes through a folder here, which is gone afterwards", async () => {
    const { wire, locals } = twoBoards();
    const { files, shown, touched } = operations(wire);
    await files.copy({ board: "a", path: "/x" }, { board: "b", path: "/y" }, false);
    const folder = locals.pop() ?? "";
    assert.deepEqual(locals, ["/x to /y"]);
    assert.throws(() => readdirSync(folder));
    assert.deepEqual(shown, ["Copying from A to B: reading", "Copying from A to B: writing"]);
    assert.deepEqual(touched, ["b /y"]);
  });

  it("a move is a copy, and then a removal", async () => {
    const { wire } = twoBoards();
    const { files, changes } = operations(wire);
    await files.move({ board: "a", path: "/x" }, { board: "b", path: "/y" }, false);
    assert.deepEqual(
      wire.asked.map(({ method }) => method),
      ["files/download", "files/upload", "files/remove"],
    );
    assert.deepEqual(
      changes.flat().map(({ kind, board }) => `${kind} ${board}`),
      ["created b", "deleted a"],
    );
  });
});

describe("on one board", () => {
  it("folders, moves, copies and removals are one request each", async () => {
    const nothing = (): Record<string, never> => ({});
    const wire = new FakeWire({
      "files/makeFolder": nothing,
      "files/move": nothing,
      "files/copy": nothing,
      "files/remove": nothing,
    });
    const { files, changes, touched } = operations(wire);
    await files.makeFolder({ board: "a", path: "/lib" });
    await files.move({ board: "a", path: "/x" }, { board: "a", path: "/lib/x" }, false);
    await files.copy({ board: "a", path: "/lib/x" }, { board: "a", path: "/x" }, true);
    await files.remove({ board: "a", path: "/lib" }, true);
    assert.deepEqual(
      wire.asked.map(({ method }) => method),
      ["files/makeFolder", "files/move", "files/copy", "files/remove"],
    );
    assert.deepEqual(
      changes.flat().map(({ kind, path }) => `${kind} ${path}`),
      ["created /lib", "deleted /x", "created /lib/x", "created /x", "deleted /lib"],
    );
    assert.deepEqual(touched, ["a /lib", "a /x", "a /lib/x", "a /x", "a /lib"]);
  });
});

describe("how far a transfer is", () => {
  const now = { token: "1", path: "/lib/foo.py", files: 12, filesDone: 2, size: 122_880, sizeDone: 46_080 };

  it("has the file, the files, the bytes and the rate", () => {
    assert.deepEqual(stepOf(now, 4_000), {
      message: "/lib/foo.py – 3 of 12 files, 45 KiB of 120 KiB, 11 KiB/s",
      percent: 37.5,
    });
  });

  it("leaves out what says nothing", () => {
    assert.equal(stepOf(now, 500).message, "/lib/foo.py – 3 of 12 files, 45 KiB of 120 KiB");
    assert.equal(
      stepOf({ ...now, files: 1, filesDone: 0, sizeDone: 0 }, 4_000).message,
      "/lib/foo.py – 0 B of 120 KiB",
    );
    assert.deepEqual(stepOf({ token: "1", path: "", files: 0, filesDone: 0, size: 0, sizeDone: 0 }, 0), {
      message: "0 B of 0 B",
      percent: 0,
    });
  });
});
