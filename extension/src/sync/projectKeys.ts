// What a project file may have at a place, from its schema. Pure.

import schema from "../../schemas/jumperwire.schema.json" with { type: "json" };

export interface Offer {
  readonly label: string;
  readonly description: string;
  /** What stands there already, and is replaced: the number of characters before the cursor. */
  readonly typed: number;
  /** What is not changed any more after it was chosen. */
  readonly text: string;
  /** What one may change next. */
  readonly value: string;
}

interface Key {
  readonly description?: string;
  readonly type?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly { readonly type?: string; readonly enum?: readonly string[] }[];
  readonly items?: { readonly type?: string; readonly properties?: Keys };
}

type Keys = Readonly<Record<string, Key>>;

const ROOT = schema.properties as Keys;
/** The values of a key that are not listed in the schema, since it takes others as well. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = { after: ["nothing", "soft reset", "run main.py"] };

/** `lines`: those up to the cursor; the last one is cut off there. */
export function offersAt(lines: readonly string[]): readonly Offer[] {
  const before = lines.at(-1) ?? "";
  const headers = lines.map((line) => /^\s*\[\[?\s*(\w+)/.exec(line)?.[1]);
  const section = headers.findLast((name) => name !== undefined);
  const start = section === undefined ? 0 : headers.lastIndexOf(section) + 1;
  const keys = section === undefined ? ROOT : (ROOT[section]?.items?.properties ?? {});
  const key = /^\s*(\w+)\s*=\s*("?[^"#]*)$/.exec(before);
  if (key !== null) return valuesOf(keys[key[1] ?? ""], key[1] ?? "", (key[2] ?? "").length);
  const word = /^\s*(\[*\w*)$/.exec(before)?.[1];
  return word === undefined ? [] : keysIn(keys, lines.slice(start, -1), word.length);
}

function keysIn(keys: Keys, above: readonly string[], typed: number): readonly Offer[] {
  const taken = above.map((line) => /^\s*(\w+)\s*=/.exec(line)?.[1]);
  return Object.entries(keys)
    .filter(([name]) => !taken.includes(name))
    .map(([name, key]) => ({ ...tableOrKey(name, key), description: key.description ?? "", typed }));
}

function tableOrKey(name: string, key: Key): Pick<Offer, "label" | "text" | "value"> {
  if (key.items?.properties === undefined) return { label: name, text: `${name} = `, value: toml(key.default) };
  const lines = Object.entries(key.items.properties).map(([each, of]) => `${each} = ${toml(of.default)}`);
  return { label: `[[${name}]]`, text: `[[${name}]]\n${lines.join("\n")}\n`, value: "" };
}

function valuesOf(key: Key | undefined, name: string, typed: number): readonly Offer[] {
  const values =
    key === undefined ? [] : (EXAMPLES[name] ?? enumOf(key) ?? (key.type === "boolean" ? [true, false] : []));
  return values.map(toml).map((text) => ({ label: text, description: key?.description ?? "", typed, text, value: "" }));
}

function enumOf(key: Key): readonly string[] | undefined {
  return key.enum ?? key.anyOf?.find((each) => each.enum !== undefined)?.enum;
}

/** A JSON string, number, boolean or list of those is one of TOML. */
function toml(value: unknown): string {
  return JSON.stringify(value ?? "");
}
