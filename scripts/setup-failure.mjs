// What is said of a set-up step that failed: one line with what failed, one with what to do.

/** What tools say, and what helps then. The first that fits is told. */
const ADVICE = [
  [/no Python 3\.\d+ or newer/, "Install one, or name it in JUMPERWIRE_PYTHON"],
  [
    /ensurepip is not\s+available|No module named '?(ensurepip|venv)/,
    "Install Python's venv (on Debian: apt install python3-venv)",
  ],
  [/spawn npm ENOENT|'npm' is not recognized/, "Install npm, which comes with Node (on Debian: apt install npm)"],
  [/ENOSPC|No space left on device/i, "Make room on the disk"],
  [/EACCES|EPERM|Permission denied/i, "Make this folder writable for you, and the caches of pip and npm"],
  [
    /CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|UNABLE_TO_(GET|VERIFY)_/,
    "Let pip and npm know the certificate of your proxy (pip config set global.cert …, npm config set cafile …)",
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTCACHED|NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|Temporary failure in name resolution|Max retries exceeded/,
    "Check the network and the proxy",
  ],
  [
    /DO NOT MATCH THE HASHES|EINTEGRITY/,
    "What was downloaded is not what the lock names: clear the cache (pip cache purge, npm cache clean --force), and check the mirror",
  ],
  [
    /No matching distribution|E404|ETARGET/,
    "The package index lacks that release: check the index that pip and npm are set to",
  ],
];
const OTHERWISE = "Mend what the log says";

/** Lines that tell the cause, as pip, npm and our own programs write it. */
const CAUSE =
  /^\s*(?:\w*Error: |ERROR: |npm error |npm ERR! |✘ \[ERROR\] )(?!A complete log|(?:code|errno|syscall) )(.*\S)/;
const LONGEST = 200;

/**
 * @param {string} title of the step
 * @param {unknown} error that it threw; its message has all output
 * @param {string} log where that output is
 */
export function twoLines(title, error, log) {
  const output = error instanceof Error ? error.message : String(error);
  const advice = ADVICE.find(([sign]) => sign.test(output))?.[1] ?? OTHERWISE;
  return `set-up failed: ${title}: ${causeIn(output)}\n${advice}, then run this again. The whole output is in ${log}`;
}

/** The first line that names an error after those of progress, else the last line. */
function causeIn(output) {
  const lines = output.split(/\r?\n/).filter((line) => line.trim() !== "");
  const named = lines.slice(1).flatMap((line) => CAUSE.exec(line)?.[1] ?? []);
  const cause = named[0] ?? lines.at(-1)?.trim() ?? "it said nothing";
  return cause.length > LONGEST ? `${cause.slice(0, LONGEST)}…` : cause;
}
