import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Attention } from "../../../extension/src/boards/attention.ts";
import type { BoardStore } from "../../../extension/src/boards/store.ts";
import type { Node } from "../../../extension/src/boards/tree.ts";
import type { InstalledPackage } from "../../../extension/src/generated/contract.ts";
import { folderFor, folderIn, itemsIn, outermost, packagesIn, whereOf } from "../../../extension/src/targets/items.ts";
import type { Targets } from "../../../extension/src/targets/targets.ts";
import { board } from "../fakes.ts";

const pico = board({ id: "p", name: "pico" });
const store = { get: (id: string) => (id === "p" ? pico : undefined) } as unknown as BoardStore;
const entry = (path: string, kind: "file" | "folder" = "file"): Node => ({
  kind: "entry",
  board: "p",
  entry: { name: path.slice(path.lastIndexOf("/") + 1), path, kind, size: 1 } as never,
});
const installed: InstalledPackage = { name: "queue", version: "", files: [], wanted: true };

function view(...selected: readonly Node[]): { readonly store: BoardStore; readonly attention: Attention } {
  const attention = new Attention();
  attention.selected = () => selected;
  return { store, attention };
}

describe("what a command is about", () => {
  it("is the clicked row with all that is selected with it, and for a key the selection", () => {
    const [a, b] = [entry("/a.py"), entry("/lib", "folder")];
    const paths = (...args: [unknown, unknown]): readonly string[] => itemsIn(view(b), ...args).map(({ path }) => path);
    assert.deepEqual(paths(a, undefined), ["/a.py"]);
    assert.deepEqual(paths(a, [a, b]), ["/a.py", "/lib"]);
    assert.deepEqual(paths(undefined, undefined), ["/lib"]);
  });

  it("may be boards, by their names, and is never a note or a package", () => {
    const rows = [
      { kind: "board", board: "p" },
      { kind: "board", board: "x" },
      { kind: "packages", board: "p" },
    ];
    assert.deepEqual(
      itemsIn(view(), rows[0], rows).map(({ name, path }) => [name, path]),
      [
        ["pico", "/"],
        ["x", "/"],
      ],
    );
    const one: Node = { kind: "package", board: "p", installed };
    assert.deepEqual(packagesIn(view(entry("/a.py")), one, [one, entry("/a.py")]), [one]);
  });

  it("leaves out what goes with its folder", () => {
    const items = itemsIn(
      view(entry("/lib", "folder"), entry("/lib/a.py"), entry("/library.py")),
      undefined,
      undefined,
    );
    assert.deepEqual(
      outermost(items).map(({ path }) => path),
      ["/lib", "/library.py"],
    );
  });
});

describe("where something new goes", () => {
  it("is in the folder, beside the file, at the board's root", () => {
    assert.deepEqual(folderIn(entry("/lib", "folder")), { board: "p", path: "/lib" });
    assert.deepEqual(folderIn(entry("/lib/a.py")), { board: "p", path: "/lib" });
    assert.deepEqual(folderIn({ kind: "board", board: "p" }), { board: "p", path: "/" });
    assert.equal(folderIn({ kind: "note", text: "no files" }), undefined);
  });

  it("is asked of a board only if nothing says which", async () => {
    const asked: unknown[] = [];
    const connected = (options: { readonly clicked?: string | undefined }): Promise<typeof pico | undefined> => {
      asked.push(options.clicked);
      return Promise.resolve(asked.length === 3 ? undefined : pico);
    };
    const targets = { connected } as unknown as Targets;
    const place = (...rows: readonly Node[]): Promise<unknown> =>
      folderFor({ ...view(...rows), targets }, undefined, undefined, "Which board?");
    assert.deepEqual(await place(entry("/lib/a.py")), { board: "p", path: "/lib" });
    assert.deepEqual(await place(), { board: "p", path: "/" });
    assert.equal(await place(), undefined);
    assert.deepEqual(asked, ["p", undefined, undefined]);
  });

  it("is told with the board's name", () => {
    assert.equal(whereOf({ store }, { board: "p", path: "/lib/net" }), "in net on pico");
    assert.equal(whereOf({ store }, { board: "x", path: "/" }), "on x");
  });
});
