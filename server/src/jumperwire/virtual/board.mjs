// The virtual board's process: `node board.mjs '<json options>'`, framed bytes on stdin, the board's bytes on stdout.

import { createHash } from "node:crypto";
import fs from "node:fs";
import { FrameReader } from "./frames.mjs";
import { Link } from "./link.mjs";
import { parseOptions } from "./options.mjs";
import { Runner } from "./runner.mjs";
import { readShims } from "./shims.mjs";
import { openSink } from "./sink.mjs";
import { compileInterpreter } from "./vm/module.mjs";

const DROPPED = 3; // exit code: the link was lost by a reset, as with native USB; start again
const BAD_START = 2;
// While the board cannot take more, the host is read this slowly: never again would hide a reset, or the host's end.
const TRICKLE_MS = 250;

function main() {
  const options = parseOptions(process.argv[2] ?? "{}");
  fs.mkdirSync(options.root, { recursive: true });
  const interpreter = compileInterpreter(fs.readFileSync(new URL("./vendor/micropython.wasm", import.meta.url)), options);
  const root = fs.realpathSync(options.root);
  const uniqueId = createHash("sha256").update(options.name).digest("hex").slice(0, 16);
  const link = new Link(options, openSink());
  const runner = new Runner({ ...options, root, uniqueId }, { ...interpreter, shims: readShims() }, link);
  runner.onDrop = () => dropWhenSent(link);
  listen(link, runner);
  runner.start();
}

function listen(link, runner) {
  let rts = false;
  const frames = new FrameReader({
    onData: (bytes) => link.send(bytes),
    onControl(message) {
      if (message.op === "disconnect") leave(0);
      if (message.op !== "lines") throw new Error(`unknown op ${message.op}`);
      // RTS is wired to the reset pin, as on most ESP32 boards: the board starts when the line is let go.
      if (rts && message.rts === false) runner.hardReset();
      rts = message.rts ?? rts;
    },
  });
  let trickle = null;
  const resume = () => {
    clearTimeout(trickle);
    process.stdin.resume();
  };
  link.onRelief = resume;
  process.stdin.on("data", (chunk) => {
    frames.push(chunk);
    if (!link.congested) return;
    process.stdin.pause();
    trickle = setTimeout(resume, TRICKLE_MS);
  });
  for (const end of ["end", "close", "error"]) process.stdin.on(end, () => leave(0));
  process.stdout.on("error", () => leave(0)); // the host is gone
}

function dropWhenSent(link) {
  const exit = () => leave(DROPPED);
  if (link.idle) exit();
  link.onIdle = exit;
  setTimeout(exit, 200); // a host that does not read loses the rest
}

function leave(code) {
  process.exit(code);
}

try {
  main();
} catch (error) {
  console.error(error.message);
  process.exit(BAD_START);
}
process.on("uncaughtException", (error) => {
  console.error(error.message);
  leave(1);
});
