// The rows to choose from while searching for a package. Pure.

import type { IndexedPackage } from "../generated/contract.ts";
import type { Found } from "./searching.ts";

export type PackageRow =
  | {
      readonly kind: "package";
      readonly label: string;
      readonly description: string;
      readonly detail: string;
      readonly install: string;
    }
  | { readonly kind: "note"; readonly label: string; readonly detail: string }
  | { readonly kind: "retry"; readonly label: string; readonly detail: string };

const ADDRESS = /^(?:github:|gitlab:|codeberg:|https?:\/\/)|\.json$/i;

/** Whether the text names a place outside the index. */
export function isAddress(text: string): boolean {
  return ADDRESS.test(text.trim());
}

/** The text to search an index for, which has names without versions. */
export function searchedFor(text: string): string {
  return text.trim().replace(/@.*$/s, "");
}

/** `reason` is why the search failed. */
export function rowsOf(typed: string, found: Found, reason: (error: unknown) => string): readonly PackageRow[] {
  const text = typed.trim();
  if (isAddress(text)) return [packageRow(text, "from this address")];
  if (found.kind === "failed") return [...byName(text, "by this name"), retryRow(reason(found.error))];
  const listed = found.packages.map(listedRow);
  if (text.includes("@")) return [...byName(text, "this version"), ...listed];
  if (found.kind === "searching") return listed.length > 0 ? listed : [note("Searching the index…")];
  if (listed.length > 0) return listed;
  const missing = text === "" ? "The index has no packages" : "The index has no such package";
  const rows = byName(text, missing);
  return rows.length > 0 ? rows : [note(missing)];
}

function byName(text: string, description: string): readonly PackageRow[] {
  return text === "" || /\s/.test(text) ? [] : [packageRow(text, description)];
}

function packageRow(text: string, description: string): PackageRow {
  return { kind: "package", label: `$(cloud-download) ${text}`, description, detail: "", install: text };
}

function listedRow({ name, version, description }: IndexedPackage): PackageRow {
  return { kind: "package", label: `$(package) ${name}`, description: version, detail: description, install: name };
}

function retryRow(detail: string): PackageRow {
  return { kind: "retry", label: "$(refresh) Could not load the list of packages. Try again", detail };
}

function note(label: string): PackageRow {
  return { kind: "note", label, detail: "" };
}
