// A gate's command: it ends in bounded time, whatever it or what it started does, and says how far it is.
import { createWriteStream } from "node:fs";
import { startGroup } from "./processes.mjs";

/** How long output may still come when the command itself has ended: what it left running may hold its pipes. */
const DRAIN_MS = 10_000;
const PROGRESS_MS = 60_000;

/**
 * Run a command with all that it starts, for `limitMs` at most. Its output goes to the file `log` as it comes, so
 * that it is there when nobody waits for the end; `tell` hears the last line of it once a minute.
 * Resolves to its status and output; a status of 0 is success.
 */
export async function runGateCommand(command, { cwd, env, limitMs, log, tell = () => undefined }) {
  const begun = Date.now();
  const file = createWriteStream(log);
  const { child, exit, stop } = startGroup(command, { cwd, env: { ...process.env, ...env } });
  let output = "";
  const note = (text) => {
    output += text;
    file.write(text);
  };
  const drained = Promise.all([child.stdout, child.stderr].map((stream) => readTo(stream, note)));
  const progress = setInterval(() => tell(minutes(begun), lastLine(output)), PROGRESS_MS);
  try {
    const inTime = await Promise.race([exit.then(() => true), pause(limitMs).then(() => false)]);
    if (!inTime) note(`\nended by its limit, after ${minutes(begun)} min; its last words were above\n`);
    else if (!(await Promise.race([drained.then(() => true), pause(DRAIN_MS).then(() => false)]))) {
      note("\nprocesses that this started have outlived it, and held its output\n");
      tell(minutes(begun), lastLine(output));
    }
    return { code: inTime ? (child.exitCode ?? 1) : 1, output };
  } catch (error) {
    note(String(error));
    return { code: 1, output };
  } finally {
    clearInterval(progress);
    await stop();
    file.end();
  }
}

function readTo(stream, note) {
  stream.setEncoding("utf8");
  stream.on("data", note);
  return new Promise((resolve) => stream.once("close", resolve));
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref());
const minutes = (since) => ((Date.now() - since) / 60_000).toFixed(1);
const lastLine = (output) => output.trimEnd().split("\n").at(-1);
