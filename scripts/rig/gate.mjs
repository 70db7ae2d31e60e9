// A gate's command: it ends in bounded time, whatever it or what it started does, and says how far it is.
import { createWriteStream } from "node:fs";
import { startGroup } from "./processes.mjs";

/** How long output may still come when the command itself has ended: what it left running may hold its pipes. */
const DRAIN_MS = 10_000;
/** How long a command that is interrupted by its limit may take to tell what it knows: pytest names what failed. */
const LAST_WORDS_MS = 20_000;
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
  let code = 1;
  try {
    const inTime = await Promise.race([exit.then(() => true), pause(limitMs).then(() => false)]);
    if (!inTime) {
      note(`\nended by its limit, after ${minutes(begun)} min\n`);
      child.kill("SIGINT");
      await Promise.race([exit, pause(LAST_WORDS_MS)]);
    } else if (!(await Promise.race([drained.then(() => true), pause(DRAIN_MS).then(() => false)]))) {
      note("\nprocesses that this started have outlived it, and held its output\n");
      tell(minutes(begun), lastLine(output));
    }
    if (inTime) code = child.exitCode ?? 1; // none where a signal ended it
  } catch (error) {
    note(String(error));
  }
  clearInterval(progress);
  await stop();
  await Promise.race([drained, pause(DRAIN_MS)]);
  for (const stream of [child.stdout, child.stderr]) stream.destroy();
  file.end();
  return { code, output };
}

function readTo(stream, note) {
  stream.setEncoding("utf8");
  stream.on("data", note);
  return new Promise((resolve) => stream.once("close", resolve));
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref());
const minutes = (since) => ((Date.now() - since) / 60_000).toFixed(1);
const lastLine = (output) => output.trimEnd().split("\n").at(-1);
