// Makes a board's interpreter of the published WebAssembly file, before it is compiled:
//
// - The memory becomes shared, so that the host side can raise KeyboardInterrupt in `while True: pass`, a loop in which
//   the interpreter calls nothing and returns to nobody.
// - The memory gets a fixed size. The build never collects garbage while a program runs (it would miss pointers that
//   lie in WebAssembly's own stack) and asks for more memory instead, up to 2 GiB. Here a full heap is a MemoryError.
// - The banner names the board.

const MEMORY_SECTION = 5;
const SHARED_WITH_MAXIMUM = 3;
const PAGE = 65_536;
// Static data and the C stack end below 192 KiB; the rest is for what the C library allocates beside Python's heap:
// open files, directory listings, the source text of the shims.
const BESIDE_HEAP = 1 << 20;
// gc_get_max_new_split(): no locals, i32.const 128 MiB, end. gc.mem_free() adds it to what is free, so it also lies.
const GROW_BY_128_MIB = Buffer.from([0x00, 0x41, 0x80, 0x80, 0x80, 0xc0, 0x00, 0x0b]);
const GROW_NEVER = Buffer.from([0x00, 0x41, 0x80, 0x80, 0x80, 0x80, 0x00, 0x0b]);
// Ends with a NUL: it is printed as a C string and must not become longer.
export const MACHINE = "Virtual with WASM";
const BANNER = Buffer.from("JS with Emscripten");

/** Compiles the interpreter for a heap of `heapSize` bytes. */
export function compileInterpreter(wasm, { heapSize, stdinBuffer }) {
  let bytes = Buffer.from(wasm);
  replaceOnce(bytes, GROW_BY_128_MIB, GROW_NEVER);
  replaceOnce(bytes, BANNER, Buffer.from(`${MACHINE}\0`));
  // The name goes, and with it every way to write it: an attribute of ROM cannot be deleted.
  if (!stdinBuffer) replaceOnce(bytes, Buffer.from("buffer\0"), Buffer.from("buffe-\0"));
  bytes = withMemory(bytes, Math.ceil((heapSize + BESIDE_HEAP) / PAGE));
  return new WebAssembly.Module(bytes);
}

function replaceOnce(bytes, pattern, replacement) {
  const at = bytes.indexOf(pattern);
  if (at < 0 || bytes.indexOf(pattern, at + 1) >= 0) {
    throw new Error(`the interpreter does not contain ${JSON.stringify(pattern.toString("latin1"))} exactly once`);
  }
  replacement.copy(bytes, at);
}

function withMemory(bytes, pages) {
  for (let at = 8; at < bytes.length; ) {
    const [length, body] = readLeb(bytes, at + 1);
    if (bytes[at] === MEMORY_SECTION) {
      const section = [1, SHARED_WITH_MAXIMUM, ...leb(pages), ...leb(pages)];
      const header = [MEMORY_SECTION, ...leb(section.length)];
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([...header, ...section]), bytes.subarray(body + length)]);
    }
    at = body + length;
  }
  throw new Error("the interpreter has no memory section");
}

// Unsigned LEB128, WebAssembly's variable-length integers.
function readLeb(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}

function leb(value) {
  const out = [];
  for (; value >= 0x80; value >>>= 7) out.push((value & 0x7f) | 0x80);
  return [...out, value];
}
