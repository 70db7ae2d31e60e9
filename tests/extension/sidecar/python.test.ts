import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import { findPython, type Answer, type Candidate, type Source } from "../../../extension/src/sidecar/python.ts";
import { runner } from "../../../extension/src/sidecar/run.ts";

const candidate = (command: string, source: Source = "PATH"): Candidate => ({ command, args: [], source });

// eslint-disable-next-line @typescript-eslint/require-await -- what is tested takes an async iterable
async function* these(...commands: string[]): AsyncGenerator<Candidate> {
  for (const command of commands) yield candidate(command);
}

function says(answers: Record<string, Answer | string>): (candidate: Candidate) => Promise<Answer> {
  return ({ command }) => {
    const answer = answers[command] ?? assert.fail(`${command} should not have been run`);
    return Promise.resolve(typeof answer === "string" ? { kind: "printed", text: answer } : answer);
  };
}

describe("finding Python", () => {
  it("takes the first that is new enough, and runs no further one", async () => {
    const found = await findPython(these("a", "b", "c"), says({ a: "python 3 9 18\n", b: "python 3 10 0\n" }));
    assert.deepEqual(found, { kind: "found", python: { ...candidate("b"), version: "3.10.0" } });
  });

  it("compares numbers, not texts", async () => {
    assert.equal((await findPython(these("a"), says({ a: "python 4 0 0" }))).kind, "found");
    assert.equal((await findPython(these("a"), says({ a: "python 2 7 18" }))).kind, "none");
  });

  it("reads past what wrappers print", async () => {
    assert.equal((await findPython(these("a"), says({ a: "pyenv: hello\r\npython 3 12 1\r\n" }))).kind, "found");
  });

  it("says why of each that was refused", async () => {
    const answers = { a: { kind: "failed", reason: "was not found" }, b: "python 3 8 1", c: "hello" } as const;
    assert.deepEqual(await findPython(these("a", "b", "c"), says(answers)), {
      kind: "none",
      refused: [
        { candidate: "a", source: "PATH", reason: "was not found" },
        { candidate: "b", source: "PATH", reason: "is Python 3.8.1" },
        { candidate: "c", source: "PATH", reason: "is not Python" },
      ],
    });
  });
});

describe("running a candidate", () => {
  const run = runner(process.cwd());

  it("gives what it prints", async () => {
    const answer = await run(candidate(process.execPath), ["-e", "console.log('python 3 11 2')"]);
    assert.deepEqual(answer, { kind: "printed", text: "python 3 11 2\n" });
  });

  it("says that it was not found", async () => {
    assert.deepEqual(await run(candidate("/no/such/python"), []), { kind: "failed", reason: "was not found" });
  });

  it("says how it failed, and knows the Store's placeholder", async () => {
    assert.deepEqual(await run(candidate(process.execPath), ["-e", "process.exit(3)"]), {
      kind: "failed",
      reason: "failed (3)",
    });
  });

  it("waits for one that is slow to start, up to a deadline", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const folder = mkdtempSync(path.join(tmpdir(), "jw-"));
    t.after(() => {
      rmSync(folder, { recursive: true });
    });
    const go = path.join(folder, "go");
    const slow = [
      "-e",
      `setInterval(() => { if (fs.existsSync(process.argv[1])) { console.log("python 3 11 2"); process.exit(); } }, 10)`,
      go,
    ];
    const quickEnough = run(candidate(process.execPath), slow);
    t.mock.timers.tick(29_000);
    writeFileSync(go, "");
    assert.deepEqual(await quickEnough, { kind: "printed", text: "python 3 11 2\n" });
    const hangs = run(candidate(process.execPath), ["-e", "setInterval(() => undefined, 1_000)"]);
    t.mock.timers.tick(30_000);
    assert.deepEqual(await hangs, { kind: "failed", reason: "did not answer within 30 s" });
  });
});
