// What is known about a file or folder, as rows. Pure.

import type { Entry, SpaceResult } from "../generated/contract.ts";
import { sizeOf } from "../lib/size.ts";
import type { Row } from "./items.ts";
import type { ListingEntry } from "./listing.ts";

/** `inside` is the contents of a folder. */
export function entryRows({ path, kind, size, modified }: ListingEntry, inside: readonly Entry[]): readonly Row[] {
  const folder = kind === "folder";
  return [
    { name: "Path", value: path },
    { name: "Kind", value: kind },
    folder ? { name: "Contains", value: contentsOf(inside) } : { name: "Size", value: sizeInFull(size) },
    {
      name: "Modified",
      value: modified === null ? "the board keeps no times" : new Date(modified * 1_000).toLocaleString(),
    },
  ];
}

export function spaceRows({ total, free, readOnly }: SpaceResult): readonly Row[] {
  return [
    { name: "Free space", value: `${sizeOf(free)} of ${sizeOf(total)}` },
    ...(readOnly ? [{ name: "Writable", value: "no" }] : []),
  ];
}

function contentsOf(entries: readonly Entry[]): string {
  const files = entries.filter(({ kind }) => kind === "file");
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const parts = [counted(files.length, "file"), counted(entries.length - files.length, "folder")].filter(
    (part) => part !== "",
  );
  return parts.length === 0 ? "nothing" : `${parts.join(" and ")}${files.length === 0 ? "" : `, ${sizeOf(size)}`}`;
}

function counted(count: number, what: string): string {
  if (count === 0) return "";
  return `${String(count)} ${what}${count === 1 ? "" : "s"}`;
}

function sizeInFull(size: number): string {
  return size < 1024 ? sizeOf(size) : `${sizeOf(size)} (${size.toLocaleString()} B)`;
}
