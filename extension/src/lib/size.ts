/** A number of bytes to read: 1024-based, as boards' data sheets are. */
export function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${String(bytes)} B`;
  const kib = bytes / 1024;
  return kib < 1024 ? `${rounded(kib)} KiB` : `${rounded(kib / 1024)} MiB`;
}

function rounded(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}
