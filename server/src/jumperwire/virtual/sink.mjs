// The host's end of our stdout: one write at a time, so that a host that does not read holds the board back.

import fs from "node:fs";

/** Returns `write(bytes, done)`. */
export function openSink() {
  // On Windows Node writes to a pipe synchronously: a host that does not read would stop this thread, and with it
  // Ctrl-C, resets and the end. There the write goes through the thread pool instead. Not run on Windows.
  if (process.platform === "win32") return writeThroughPool;
  return (bytes, done) => process.stdout.write(bytes, done);
}

function writeThroughPool(bytes, done) {
  fs.write(1, bytes, 0, bytes.length, null, (error, written) => {
    if (error || written === bytes.length) done(error);
    else writeThroughPool(bytes.subarray(written), done);
  });
}
