// Which module of the extension imports which: never in a circle, and nobody but the composition root knows all parts.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";
import { describe, it } from "node:test";

const SOURCES = path.resolve(import.meta.dirname, "../../extension/src");

/** By module, relative to the sources; imports that are for types only count as well. */
function importsOf(): Map<string, string[]> {
  const names = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  return new Map(
    names.map((name) => {
      const text = readFileSync(path.join(SOURCES, name), "utf8");
      const found = [...text.matchAll(/^(?:import|export)\s[^;]*?from "(\.[^"]+)";/gm)].map(([, to = ""]) =>
        path.posix.join(path.posix.dirname(name.replaceAll("\\", "/")), to),
      );
      return [name.replaceAll("\\", "/"), found];
    }),
  );
}

/** The first circle that is found, as its modules in order. */
function circleIn(imports: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const walk = (name: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const next of imports.get(name) ?? []) {
      const circle = walk(next, [...way, name]);
      if (circle !== undefined) return circle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of imports.keys()) {
    const circle = walk(name, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

describe("the imports of the extension", () => {
  const imports = importsOf();

  it("name modules that are there", () => {
    for (const [name, found] of imports) for (const to of found) assert.ok(imports.has(to), `${name} imports ${to}`);
  });

  it("go in no circle, those of types included", () => {
    assert.equal(circleIn(imports)?.join(" → "), undefined);
  });

  it("would be seen going in one", () => {
    const circle = circleIn(new Map([["a", ["b"]], ["b", ["c", "d"]], ["c", []], ["d", ["b"]]])); // prettier-ignore
    assert.deepEqual(circle, ["b", "d", "b"]);
  });
});
