import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ErrorCode, ReplEventKind, ReplEventParams } from "../../../extension/src/generated/contract.ts";
import { wordsOf } from "../../../extension/src/ui/events.ts";
import { problemSentence, sentenceOf } from "../../../extension/src/ui/sentences.ts";
import type { Problem } from "../../../extension/src/sidecar/errors.ts";

const message = (code: ErrorCode, facts: Record<string, string> = {}): string => sentenceOf({ code, facts }).message;

// Every code once; `Record` makes tsc ask for those that come.
const CODES: Record<ErrorCode, true> = {
  address_invalid: true,
  board_unknown: true,
  no_board: true,
  several_boards: true,
  port_gone: true,
  port_in_use: true,
  permission_denied: true,
  open_failed: true,
  node_missing: true,
  not_connected: true,
  link_lost: true,
  board_reset: true,
  board_silent: true,
  board_garbled: true,
  not_micropython: true,
  program_running: true,
  interrupt_ignored: true,
  protocol_broken: true,
  reply_too_large: true,
  reset_unsupported: true,
  board_raised: true,
  board_out_of_memory: true,
  file_not_found: true,
  file_operation_failed: true,
  file_exists: true,
  file_system_full: true,
  read_only: true,
  transfer_corrupt: true,
  local_file_failed: true,
  path_unsafe: true,
  path_hidden: true,
  project_invalid: true,
  source_missing: true,
  source_empty: true,
  plan_stale: true,
  compile_failed: true,
  compiler_missing: true,
  compiler_unfit: true,
  compiler_untrusted: true,
  no_file_system: true,
  download_failed: true,
  package_unknown: true,
  package_invalid: true,
  package_corrupt: true,
  package_changed: true,
  package_not_installed: true,
  no_library_folder: true,
  request_invalid: true,
  method_unknown: true,
  message_too_large: true,
  cancelled: true,
  internal: true,
};

/** As many letters of a message VS Code shows in one line; the rest is seen when it is opened. */
const LINE = 84;

describe("a sentence", () => {
  it("is whole without any fact", () => {
    for (const code of Object.keys(CODES) as ErrorCode[]) {
      const text = message(code);
      assert.match(text, /^[A-Z"].*[.?]$/, text);
      assert.doesNotMatch(text, /undefined| {2}|\(\)| \./, text);
    }
  });

  it("has a lead that VS Code's one line shows, whatever is known", () => {
    const facts = {
      board: "Raspberry Pi Pico",
      path: "/lib/aioble/central.py",
      port: "/dev/ttyACM0",
      program: "main.py",
    };
    for (const code of Object.keys(CODES) as ErrorCode[]) {
      const lead = /^.*?[.?!](?= |$)/.exec(message(code, facts))?.[0] ?? "";
      assert.ok(lead.length <= LINE, `${String(lead.length)}: ${lead}`);
    }
  });

  it("says who has the port, where the system tells", () => {
    const facts = { port: "/dev/ttyACM0", program: "Thonny", pid: "4211" };
    assert.equal(
      message("port_in_use", facts),
      "/dev/ttyACM0 is in use by another program (Thonny, pid 4211). Close it there, then connect again.",
    );
    assert.equal(
      message("port_in_use", { port: "COM7", program: "", pid: "" }),
      "COM7 is in use by another program. Close it there, then connect again.",
    );
  });

  it("names the group and the command that gives access", () => {
    const text = message("permission_denied", {
      port: "/dev/ttyACM0",
      group: "dialout",
      command: "sudo usermod -aG dialout me",
    });
    assert.match(text, /group dialout.*"sudo usermod -aG dialout me"/);
    assert.match(message("permission_denied", { port: "COM3" }), /COM3/);
  });

  it("tells how much does not fit, exactly where rounding would hide it", () => {
    const facts = { board: "pico", path: "/big.bin", needed: "1052672", free: "4096", missing: "1048576" };
    assert.equal(
      message("file_system_full", facts),
      "/big.bin does not fit on pico: needs 1.0 MiB, only 4.0 KiB free.",
    );
    assert.equal(
      message("file_system_full", { ...facts, needed: "200705", free: "200704" }),
      "/big.bin does not fit on pico: needs 200705 bytes, only 200704 free.",
    );
    assert.equal(message("file_system_full", { board: "pico", path: "/a" }), "pico has no space left for /a.");
  });

  it("leaves bytes to the log", () => {
    assert.doesNotMatch(message("board_garbled", { board: "pico", heard: "b'\\x00\\xf8'" }), /x00/);
    assert.doesNotMatch(message("protocol_broken", { board: "pico", heard: 'b"\\x00\'"' }), /x00/);
    assert.match(message("not_micropython", { board: "pico", heard: "an echo of what it is sent" }), /an echo/);
  });

  it("shows of a traceback what counts", () => {
    const traceback = 'Traceback (most recent call last):\r\n  File "<stdin>", line 1\r\nOSError: 28\r\n';
    assert.match(message("board_raised", { board: "pico", traceback }), /pico.*OSError: 28$/);
  });
});

describe("why there is no sidecar", () => {
  const text = (problem: Problem): string => problemSentence(problem).message;

  it("names a setting that cannot serve", () => {
    const refused = [{ candidate: "/opt/py", source: "setting", reason: "is Python 3.8.1" }] as const;
    assert.match(text({ kind: "noPython", refused }), /jumperwire\.python names \/opt\/py, which is Python 3\.8\.1\./);
  });

  it("says what was found instead, and nothing about what is not there", () => {
    const refused = [
      { candidate: "python3", source: "PATH", reason: "is Python 3.9.2" },
      { candidate: "python", source: "PATH", reason: "was not found" },
    ] as const;
    assert.match(text({ kind: "noPython", refused }), /was found \(python3 is Python 3\.9\.2\)\./);
    assert.match(text({ kind: "noPython", refused: [] }), /was found\. Install Python/);
  });

  it("tells a crash that is dealt with from one that is not", () => {
    assert.match(text({ kind: "crashed", detail: "ended", givenUp: false }), /Starting it again/);
    assert.match(text({ kind: "crashed", detail: "ended", givenUp: true }), /3 times in 3 minutes/);
    assert.match(text({ kind: "startFailed", detail: "no module" }), /no module/);
  });
});

describe("the words of a grey line", () => {
  const words = (kind: ReplEventKind, detail: string, code?: ErrorCode): string =>
    wordsOf(
      {
        board: "pico",
        kind,
        detail,
        fault: code === undefined ? null : { code, facts: { cause: "unplugged" } },
        outcome: null,
      },
      (fault) => `${fault.code}.`,
    );

  it("say what happened, to what, and why", () => {
    assert.equal(words("connected", "/dev/ttyACM0"), "connected to /dev/ttyACM0");
    assert.equal(words("disconnected", ""), "disconnected; press Enter to connect");
    assert.equal(words("lost", "", "port_gone"), "connection lost: port_gone; waiting for the board");
    assert.equal(words("lost", "COM7", "link_lost"), "connection lost: unplugged; waiting for the board");
    assert.equal(words("reconnected", "COM7"), "reconnected to COM7");
    assert.equal(words("runStarted", "main.py"), "▶ main.py");
    assert.equal(words("runEnded", "main.py", "board_reset"), "■ main.py ended: board_reset");
  });

  it("say how a run ended, and where it failed", () => {
    const ended = (outcome: ReplEventParams["outcome"]): string =>
      wordsOf({ board: "pico", kind: "runEnded", detail: "main.py", fault: null, outcome }, String);
    const raised = (...rows: string[]): string =>
      ended({ kind: "raised", durationMs: 1, traceback: rows.map((row) => `${row}\r\n`).join("") });
    const head = "Traceback (most recent call last):";
    assert.equal(ended({ kind: "done", durationMs: 1 }), "■ main.py done");
    assert.equal(ended({ kind: "interrupted", by: "user", durationMs: 1 }), "■ main.py stopped");
    assert.equal(ended({ kind: "interrupted", by: "reset", durationMs: 1 }), "■ main.py ended: the board restarted");
    assert.equal(
      raised(head, '  File "main.py", line 3, in <module>', "ValueError: no"),
      "■ main.py failed: ValueError in line 3",
    );
    assert.equal(
      raised(head, '  File "main.py", line 3, in <module>', '  File "a/b.py", line 7, in f', "OSError: [Errno 5] EIO"),
      "■ main.py failed: OSError in a/b.py, line 7",
    );
    assert.equal(
      raised(head, '  File "main.py", line 2', "SyntaxError: invalid syntax"),
      "■ main.py failed: SyntaxError in line 2",
    );
    assert.equal(raised("MemoryError: "), "■ main.py failed: MemoryError");
  });
});
