import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { InstalledPackage } from "../../../extension/src/generated/contract.ts";
import { boardLabel, entryLabel, packageLabel, spoken, statusLabel } from "../../../extension/src/boards/labels.ts";
import { board } from "../fakes.ts";

const explain = ({ code }: { readonly code: string }): string => `because ${code}.`;

/** Any package but for what a test says. */
const queue = { name: "queue", version: "1.0", files: ["/lib/queue.py"], wanted: false } as InstalledPackage;

describe("what a screen reader says", () => {
  it("of a board is its kind, its name, its state and the reason", () => {
    const demo = board({ name: "demo", kind: "virtual", state: "running", program: "main.py", mounted: "/home/me" });
    assert.equal(boardLabel(demo, explain), "Virtual board, demo, running main.py, workspace mounted");
    const fault = { code: "port_in_use" as const, facts: {} };
    assert.equal(boardLabel(board({ fault }), explain), "Board, pico, not connected, because port_in_use.");
    assert.equal(statusLabel(demo), "MicroPython board, demo, running main.py, workspace mounted");
  });

  it("of a file is its name and its size, and of a folder that it is one", () => {
    assert.equal(entryLabel({ name: "main.py", kind: "file" }, "11 B"), "main.py, 11 B");
    assert.equal(entryLabel({ name: "lib", kind: "folder" }, ""), "lib, folder");
  });

  it("of a package is its version, why it is there, and how much it is", () => {
    assert.equal(packageLabel(queue), "Package queue, version 1.0, a dependency, 1 file");
    assert.equal(
      packageLabel({ ...queue, version: "", files: ["/lib/a.py", "/lib/b.py"], wanted: true }),
      "Package queue, 2 files",
    );
  });

  it("has no icons", () => {
    assert.equal(spoken("$(clock) 1 file waiting for demo"), "1 file waiting for demo");
    assert.equal(spoken("$(sync~spin) MicroPython"), "MicroPython");
  });
});
