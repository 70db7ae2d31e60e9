import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Dialogue } from "../../../extension/src/files/conversation.ts";
import type { PackageInstallResult } from "../../../extension/src/generated/contract.ts";
import { Packages } from "../../../extension/src/packages/packages.ts";
import { installedText, uninstalledText } from "../../../extension/src/packages/words.ts";
import { SidecarError } from "../../../extension/src/sidecar/errors.ts";
import { FakeWire, uncancelled } from "../fakes.ts";

const running = new SidecarError({ code: "program_running", facts: {} });
const done: PackageInstallResult = {
  target: "/lib",
  packages: [
    { name: "aioble", version: "0.6", files: ["aioble/__init__.py", "aioble/core.py"], wanted: true },
    { name: "log", version: "", files: ["log.py"], wanted: false },
  ],
  files: 3,
  unchanged: 0,
  removed: ["/lib/aioble/old.py"],
  durationMs: 1,
};

interface Seen {
  readonly packages: Packages;
  readonly told: string[];
  readonly shown: string[];
}

function packages(wire: FakeWire): Seen {
  const [told, shown]: [string[], string[]] = [[], []];
  const dialogue: Dialogue = {
    nameOf: (board) => board.toUpperCase(),
    mayStop: (_board, _fault, verb) => {
      shown.push(`stop and ${verb}?`);
      return Promise.resolve(true);
    },
    showing: (title, work) => {
      shown.push(title);
      return work(uncancelled, ({ message }) => shown.push(message));
    },
  };
  const host = {
    index: () => "http://i",
    touch: (board: string) => told.push(`touched ${board}`),
    tell: (changes: readonly { path: string; kind: string }[]) =>
      told.push(...changes.map(({ path, kind }) => `${kind} ${path}`)),
  };
  return { packages: new Packages(wire, dialogue, host), told, shown };
}

describe("packages", () => {
  it("are searched for in the index of the settings", async () => {
    const wire = new FakeWire({
      "packages/search": () => ({ packages: [{ name: "log", version: "1", description: "" }] }),
    });
    assert.deepEqual(
      (await packages(wire).packages.search("lo")).map(({ name }) => name),
      ["log"],
    );
    assert.deepEqual(wire.asked, [{ method: "packages/search", params: { text: "lo", index: "http://i" } }]);
  });

  it("are installed with progress, and what that changed is told", async () => {
    const wire = new FakeWire({
      "packages/install": ({ token = "" }) => {
        wire.notify("files/didProgress", { token, path: "/lib/log.py", files: 1, filesDone: 0, size: 10, sizeDone: 5 });
        return done;
      },
    });
    const seen = packages(wire);
    assert.equal(await seen.packages.install("a", "aioble@0.6"), done);
    assert.deepEqual(seen.shown, ["Installing aioble@0.6 on A", "/lib/log.py – 5 B of 10 B"]);
    assert.deepEqual(seen.told, [
      "changed /lib/aioble/__init__.py",
      "changed /lib/aioble/core.py",
      "changed /lib/log.py",
      "deleted /lib/aioble/old.py",
      "touched a",
    ]);
  });

  it("wait for leave to stop a program", async () => {
    const wire = new FakeWire({
      "packages/install": ({ whenRunning }) => {
        if (whenRunning === "fail") throw running;
        return done;
      },
    });
    const seen = packages(wire);
    await seen.packages.install("a", "aioble");
    assert.deepEqual(seen.shown, ["Installing aioble on A", "stop and Install?", "Installing aioble on A"]);
  });
});

describe("packages that are uninstalled", () => {
  it("have their files told as deleted", async () => {
    const wire = new FakeWire({ "packages/uninstall": () => ({ removed: ["/lib/log.py"] }) });
    const seen = packages(wire);
    assert.deepEqual(await seen.packages.uninstall("a", "log"), ["/lib/log.py"]);
    assert.deepEqual(wire.asked, [
      { method: "packages/uninstall", params: { board: "a", package: "log", whenRunning: "fail" } },
    ]);
    assert.deepEqual(seen.told, ["deleted /lib/log.py", "touched a"]);
  });

  it("are looked at again after a failure as well", async () => {
    const seen = packages(new FakeWire());
    await assert.rejects(seen.packages.uninstall("a", "log"));
    assert.deepEqual(seen.told, ["touched a"]);
  });
});

describe("what came of it", () => {
  it("is one line", () => {
    assert.equal(
      installedText(done, "demo"),
      "Installed aioble 0.6 and 1 more on demo: 3 files sent, 1 from older versions deleted",
    );
    const [, log] = done.packages;
    assert.ok(log !== undefined);
    assert.equal(
      installedText({ ...done, packages: [log], files: 1, unchanged: 2, removed: [] }, "demo"),
      "Installed log on demo: 1 file sent, 2 unchanged",
    );
    assert.equal(
      installedText({ ...done, files: 0, unchanged: 3, removed: [] }, "demo"),
      "Already installed on demo: aioble 0.6 and 1 more, 3 files",
    );
    assert.equal(uninstalledText(["log"], 1, "demo"), "Uninstalled log from demo: 1 file deleted");
    assert.equal(uninstalledText(["log", "aioble"], 3, "demo"), "Uninstalled 2 packages from demo: 3 files deleted");
  });
});
