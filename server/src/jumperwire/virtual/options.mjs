// The board's options, as the host gives them on the command line: checked once, then frozen.

export const DEFAULTS = Object.freeze({
  root: "",
  name: "virtual",
  flashSize: 1_441_792, // 352 blocks of 4 KiB, what a Pico has left beside its firmware
  heapSize: 64 << 20,
  baud: 0,
  ring: 0,
  latencyMs: 0,
  rawPaste: true,
  stdinBuffer: true,
  dropOnReset: false,
});

// Below 32 KiB the interpreter has no room to start; 1 GiB is far beyond what a board should cost a PC.
const LIMITS = {
  flashSize: [16_384, 2 ** 40],
  heapSize: [32_768, 2 ** 30],
  baud: [0, 1e9],
  ring: [0, 65_536],
  latencyMs: [0, 60_000],
};

/** Parses the JSON text; throws a sentence that says which option is wrong. */
export function parseOptions(text) {
  const given = JSON.parse(text);
  for (const [key, value] of Object.entries(given)) {
    if (!(key in DEFAULTS)) throw new Error(`unknown option ${key}`);
    if (typeof value !== typeof DEFAULTS[key]) throw new Error(`${key} must be a ${typeof DEFAULTS[key]}`);
    const [low, high] = LIMITS[key] ?? [-Infinity, Infinity];
    if (typeof value === "number" && !(value >= low && value <= high)) {
      throw new Error(`${key} must be between ${low} and ${high}`);
    }
  }
  const options = { ...DEFAULTS, ...given };
  if (!options.root) throw new Error("root, the flash folder, is missing");
  return Object.freeze(options);
}
