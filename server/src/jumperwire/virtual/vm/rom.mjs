// Read-only files that exist for `import` only: modules that say why there is no such module on this board.
//
// As files, because the alternative, a Python function in place of `__import__`, would appear in every traceback.

import { SystemError } from "./errno.mjs";

export const ROM_FOLDER = "/.board";

const NO_NETWORK = ["socket", "network", "ssl", "tls", "requests", "webrepl", "mip", "espnow", "aioble"];
const NO_GPIO = ["pyb", "neopixel", "dht", "onewire", "ds18x20"];
const ABSENT = {
  ...Object.fromEntries(NO_NETWORK.map((name) => [name, "no network"])),
  ...Object.fromEntries(NO_GPIO.map((name) => [name, "no GPIO"])),
  bluetooth: "no Bluetooth",
  _thread: "no threads",
  esp: "no ESP32",
  esp32: "no ESP32",
  rp2: "no RP2",
};

const files = new Map(
  Object.entries(ABSENT).map(([name, lack]) => [
    `${ROM_FOLDER}/${name}.py`,
    Buffer.from(`raise ImportError("the virtual board has ${lack}: ${name} needs a real board")\n`),
  ]),
);

export const isRom = (path) => path.startsWith(`${ROM_FOLDER}/`);

/** The content of a file of ours; ENOENT when there is none. */
export function romFile(path) {
  const content = files.get(path);
  if (!content) throw new SystemError("ENOENT");
  return content;
}

/** Such a file, opened for reading. */
export class OpenRomFile {
  #content;
  position = 0;

  constructor(path) {
    this.#content = romFile(path);
  }

  stat() {
    return romStat(this.#content);
  }

  seek(offset) {
    this.position = offset;
    return offset;
  }

  read(limit) {
    const part = this.#content.subarray(this.position, this.position + limit);
    this.position += part.length;
    return part;
  }

  write() {
    throw new SystemError("EROFS");
  }

  sync() {}
  close() {}
}

export function romStat(content) {
  return { isDirectory: false, size: content.length, mtimeMs: 0, id: 0 };
}
