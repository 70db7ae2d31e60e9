/** Formats a number of bytes, in units of 1024 as in boards' data sheets. */
export function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${String(bytes)} B`;
  const kib = bytes / 1024;
  return kib < 1024 ? `${rounded(kib)} KiB` : `${rounded(kib / 1024)} MiB`;
}

/** What does not fit, in words: "needs 196 KiB, only 60 KiB free". Exact where rounding would hide the difference. */
export function shortfall(needed: number, free: number): string {
  const [needs, has] = [sizeOf(needed), sizeOf(free)];
  if (needs !== has) return `needs ${needs}, only ${has} free`;
  return `needs ${String(needed)} bytes, only ${String(free)} free`;
}

function rounded(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}
