import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  contextValueOf,
  descriptionOf,
  escapeMarkdown,
  lookOf,
  rowsOf,
  tooltipOf,
} from "../../../extension/src/boards/items.ts";
import { sizeOf } from "../../../extension/src/lib/size.ts";
import type { SessionState } from "../../../extension/src/generated/contract.ts";
import { board } from "../fakes.ts";

const STATES: SessionState[] = ["absent", "closed", "opening", "attached", "idle", "running", "busy", "lost"];
const explain = ({ code }: { code: string }): string => `because ${code}.`;
const fault = { code: "port_in_use", facts: {} } as const;

describe("a board's item", () => {
  it("says each state in words and with a sign", () => {
    const texts = STATES.map((state) => descriptionOf(board({ state }), explain));
    assert.equal(new Set(texts).size, STATES.length);
    for (const state of STATES) assert.notEqual(lookOf(board({ state })).icon, "");
  });

  it("names the program that runs", () => {
    assert.equal(descriptionOf(board({ state: "running", program: "main.py" }), explain), "running main.py");
    assert.equal(descriptionOf(board({ state: "running" }), explain), "running");
  });

  it("says that a workspace is mounted, and where it is", () => {
    const mounted = board({ state: "running", program: "main.py", mounted: "/home/me/blink" });
    assert.equal(descriptionOf(mounted, explain), "running main.py · workspace mounted");
    assert.match(contextValueOf(mounted), /;mounted;/);
    assert.doesNotMatch(contextValueOf(mounted), /;mountable;/);
    assert.doesNotMatch(contextValueOf(board()), /mount/);
    assert.match(contextValueOf(board({ state: "idle" })), /;mountable;/);
    assert.deepEqual(rowsOf(mounted).at(-1), { name: "Mounted", value: "/home/me/blink" });
  });

  it("says the reason where something went wrong", () => {
    assert.equal(descriptionOf(board({ fault }), explain), "not connected – because port_in_use.");
    assert.equal(lookOf(board({ fault })).icon, "error");
    assert.equal(descriptionOf(board({ fault, state: "absent" }), explain), "not available");
  });

  it("has words for menus that match whole only", () => {
    const value = contextValueOf(board({ remembered: true }));
    assert.match(value, /;closed;/);
    assert.match(value, /;remembered;/);
    assert.match(value, /;disconnected;/);
    assert.doesNotMatch(value, /;connected;/);
    assert.match(contextValueOf(board({ state: "idle" })), /;connected;/);
    assert.doesNotMatch(contextValueOf(board({ id: "virtual:demo", remembered: true })), /remembered/);
  });
});

describe("a board's tooltip", () => {
  const info = {
    platform: "rp2",
    machine: "Raspberry Pi Pico with RP2040",
    version: "1.27.0",
    uniqueId: "e66",
    heapFree: 190_000,
    flashTotal: 1_441_792,
    flashFree: 1_000_000,
  };
  const usb = { vid: 0x2e8a, pid: 5, serialNumber: "E66", manufacturer: "MicroPython", product: null };

  it("has the port, the ids, the firmware, the heap and the flash", () => {
    const rows = Object.fromEntries(rowsOf(board({ info, usb })).map(({ name, value }) => [name, value]));
    assert.deepEqual(rows, {
      Address: "/dev/ttyACM0",
      USB: "2e8a:0005 MicroPython",
      "Serial number": "E66",
      Id: "id:E66",
      Board: "Raspberry Pi Pico with RP2040",
      Firmware: "1.27.0 (rp2)",
      "Unique id": "e66",
      "Free heap": "186 KiB",
      "Free flash": "977 KiB of 1.4 MiB",
    });
  });

  it("leaves out what is not known", () => {
    const unknown = { ...info, uniqueId: null, heapFree: null, flashTotal: null, flashFree: null };
    assert.deepEqual(
      rowsOf(board({ info: unknown })).map(({ name }) => name),
      ["Address", "Id", "Board", "Firmware"],
    );
  });

  it("lets no board write Markdown", () => {
    const text = tooltipOf(board({ name: "[x](command:y)|<b>\n# z" }), explain);
    assert.ok(text.startsWith("| \\[x\\]\\(command\\:y\\)\\|\\<b\\> \\# z |"), text);
    assert.equal(escapeMarkdown("$(plug) a\\b"), "\\$\\(plug\\) a\\\\b");
  });

  it("has no empty line above or in its table", () => {
    const lines = tooltipOf(board({ fault, info, usb }), explain).split("\n");
    assert.equal(lines[0], "| pico | not connected |");
    assert.doesNotMatch(lines.join("\n"), /\| *\| *\|/);
    assert.equal(lines.at(-1), "because port\\_in\\_use\\.");
  });

  it("says the limits of a virtual board", () => {
    assert.match(tooltipOf(board({ kind: "virtual" }), explain), /no pins/);
  });
});

describe("sizes", () => {
  it("are 1024-based", () => {
    assert.deepEqual([0, 1023, 1024, 10_240, 1_048_576].map(sizeOf), ["0 B", "1023 B", "1.0 KiB", "10 KiB", "1.0 MiB"]);
  });
});
