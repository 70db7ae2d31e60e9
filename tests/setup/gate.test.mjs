// A gate ends in bounded time, whatever it or what it started does, and what it said is not lost.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { runGateCommand } from "../../scripts/rig/gate.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "gate-"));
const log = path.join(folder, "gate.log");
after(() => rmSync(folder, { recursive: true, force: true }));

const node = (source) => [process.execPath, "-e", source];
const gate = (command, limitMs = 60_000) => runGateCommand(command, { limitMs, log });

test("what it says and its status", async () => {
  const { code, output } = await gate(node("console.log('out'); console.error('err'); process.exitCode = 3"));
  assert.equal(code, 3);
  assert.match(output, /out/);
  assert.match(output, /err/);
  assert.equal((await gate(node(""))).code, 0);
});

test("what hangs is ended by its limit, and is told", async () => {
  const { code, output } = await gate(node("console.log('so far'); setInterval(() => 0, 1000)"), 1_000);
  assert.equal(code, 1);
  assert.match(output, /so far\n\nended by its limit/);
  assert.match(readFileSync(log, "utf8"), /so far/);
});

test("what its limit interrupts may still tell what it knows", async () => {
  const tells = "process.on('SIGINT', () => { console.log('2 failed'); process.exit(0); }); setInterval(() => 0, 1000)";
  const { code, output } = await gate(node(tells), 1_000);
  assert.equal(code, 1);
  assert.match(output, /ended by its limit.*\n2 failed/);
});

test("what it leaves running does not keep it", { timeout: 60_000 }, async () => {
  const outlives = "require('child_process').spawn(process.execPath, ['-e', 'setTimeout(() => 0, 600000)'], ";
  const { code, output } = await gate(node(`${outlives}{ stdio: 'inherit' }); process.exit(0)`));
  assert.equal(code, 0);
  assert.match(output, /outlived it/);
});

test("a program that is not there", async () => {
  const { code, output } = await gate(["no-such-program"]);
  assert.equal(code, 1);
  assert.match(output, /ENOENT/);
});
