// Makes a board's interpreter of the published WebAssembly file, before it is compiled:
//
// - The memory is given to it instead of being its own, and is shared, so that the host side can raise KeyboardInterrupt
//   in `while True: pass`, a loop in which the interpreter calls nothing and returns to nobody. All starts use the same
//   one: the engine is slow to free the memories of interpreters that are gone.
// - The memory has a fixed size. The build never collects garbage while a program runs (it would miss pointers that
//   lie in WebAssembly's own stack) and asks for more memory instead, up to 2 GiB. Here a full heap is a MemoryError.
// - The banner names the board.

const IMPORT_SECTION = 2;
const MEMORY_SECTION = 5;
const MEMORY_KIND = 2;
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

/** Compiles the interpreter for a heap of `heapSize` bytes: `{module, memory}`, both for any number of starts. */
export function compileInterpreter(wasm, { heapSize, stdinBuffer }) {
  const bytes = Buffer.from(wasm);
  replaceOnce(bytes, GROW_BY_128_MIB, GROW_NEVER);
  replaceOnce(bytes, BANNER, Buffer.from(`${MACHINE}\0`));
  // The name goes, and with it every way to write it: an attribute of ROM cannot be deleted.
  if (!stdinBuffer) replaceOnce(bytes, Buffer.from("buffer\0"), Buffer.from("buffe-\0"));
  const pages = Math.ceil((heapSize + BESIDE_HEAP) / PAGE);
  return {
    module: new WebAssembly.Module(withImportedMemory(bytes, pages)),
    memory: new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true }),
  };
}

/** Before each start: static data is expected to be zero. The heap is not. */
export function clearStaticData(buffer) {
  new Uint8Array(buffer, 0, BESIDE_HEAP).fill(0);
}

function replaceOnce(bytes, pattern, replacement) {
  const at = bytes.indexOf(pattern);
  if (at < 0 || bytes.indexOf(pattern, at + 1) >= 0) {
    throw new Error(`the interpreter does not contain ${JSON.stringify(pattern.toString("latin1"))} exactly once`);
  }
  replacement.copy(bytes, at);
}

// A module is a header of 8 bytes and sections: {id, length, content}. The imports are a counted list.
function withImportedMemory(bytes, pages) {
  const memory = [...name("env"), ...name("memory"), MEMORY_KIND, SHARED_WITH_MAXIMUM, ...leb(pages), ...leb(pages)];
  const parts = [bytes.subarray(0, 8)];
  for (let at = 8; at < bytes.length; ) {
    const id = bytes[at];
    const [length, content] = readLeb(bytes, at + 1);
    const end = content + length;
    if (id === IMPORT_SECTION) {
      const [count, list] = readLeb(bytes, content);
      const changed = Buffer.concat([Buffer.from(leb(count + 1)), bytes.subarray(list, end), Buffer.from(memory)]);
      parts.push(Buffer.from([IMPORT_SECTION, ...leb(changed.length)]), changed);
    } else if (id !== MEMORY_SECTION) parts.push(bytes.subarray(at, end));
    at = end;
  }
  return Buffer.concat(parts);
}

const name = (text) => [...leb(text.length), ...Buffer.from(text)];

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
