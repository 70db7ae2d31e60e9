import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { namesIn, planFor, twice, type Plan, type Source } from "../../../extension/src/files/arrivals.ts";
import { complaintAboutName, complaintAboutPath, localName, stemEnd } from "../../../extension/src/files/names.ts";
import { UserError } from "../../../extension/src/lib/userError.ts";
import { refusalSentence } from "../../../extension/src/ui/sentences.ts";
import { urisInList } from "../../../extension/src/files/uriList.ts";

const on = (board: string, path: string): Source => ({
  name: path.slice(path.lastIndexOf("/") + 1),
  place: { board, path },
});
const here = (name: string): Source => ({ name, place: undefined });
const LIB = { board: "a", path: "/lib" };

function plan(sources: readonly Source[], folder = LIB): Plan<Source> {
  const made = planFor(sources, folder);
  assert.ok(!(made instanceof UserError), "it was refused");
  return made;
}

function refused(sources: readonly Source[], folder = LIB): string {
  const complaint = planFor(sources, folder);
  assert.ok(complaint instanceof UserError, "it was not refused");
  return refusalSentence(complaint).message;
}

describe("what is dropped into a folder", () => {
  it("moves from the same board, and is copied from elsewhere", () => {
    const made = plan([on("a", "/x.py"), on("b", "/y.py"), on("c", "/d/z"), on("b", "/w.py"), here("v.py")]);
    assert.deepEqual(made.moves, [
      { source: { board: "a", path: "/x.py" }, target: { board: "a", path: "/lib/x.py" } },
    ]);
    const copies = made.copies.map((group) =>
      group.map(({ source, target }) => `${source.board}${source.path} ${target.board}${target.path}`),
    );
    assert.deepEqual(copies, [["b/y.py a/lib/y.py", "b/w.py a/lib/w.py"], ["c/d/z a/lib/z"]]);
    assert.deepEqual(made.uploads, [{ source: here("v.py"), remote: "/lib/v.py" }]);
    assert.deepEqual(namesIn(made), ["x.py", "y.py", "w.py", "z", "v.py"]);
  });

  it("stays when it is there already", () => {
    assert.deepEqual(namesIn(plan([on("a", "/lib/x.py")])), []);
    assert.deepEqual(namesIn(plan([on("a", "/x.py")], { board: "a", path: "/" })), []);
  });

  it("is refused when it cannot be there", () => {
    assert.equal(refused([on("a", "/lib")]), "lib cannot be moved into itself.");
    assert.equal(refused([on("a", "/lib")], { board: "a", path: "/lib/deep" }), "lib cannot be moved into itself.");
    assert.equal(
      refused([on("a", "/lib/lib")], { board: "a", path: "/" }),
      "lib would replace the folder that it is in.",
    );
    assert.equal(
      refused([on("b", "/x.py"), here("x.py")]),
      "Two of these are named x.py. Only one of them fits in the folder.",
    );
    assert.equal(twice([{ name: "a" }, { name: "b" }]), undefined);
    assert.equal(namesIn(plan([on("b", "/lib")])).length, 1);
  });

  it("is listed line by line", () => {
    assert.deepEqual(urisInList("# from somewhere\r\nfile:///a%20b\r\nmpy://x/y\n"), ["file:///a%20b", "mpy://x/y"]);
    assert.deepEqual(urisInList(""), []);
  });
});

describe("a name", () => {
  it("of something new may have folders before it", () => {
    for (const path of ["main.py", "a/b.py", "boot.py/b.py"])
      assert.equal(complaintAboutPath(path, ["boot.py"]), undefined, path);
    for (const path of ["", "/a.py", "a/", "a//b.py", "a/../b.py", "boot.py"])
      assert.match(complaintAboutPath(path, ["boot.py"]) ?? "", /\.$/, path);
  });

  it("is something without slashes that is not taken", () => {
    for (const name of ["main.py", "ä b", ".hidden", "x".repeat(255)])
      assert.equal(complaintAboutName(name, ["boot.py"]), undefined, name);
    for (const name of ["", ".", "..", "a/b", "a\\b", "a\u0000", "a.jwtmp", "ä".repeat(128), "boot.py"])
      assert.match(complaintAboutName(name, ["boot.py"]) ?? "", /\.$/, name);
  });

  it("has a stem", () => {
    assert.deepEqual(["main.py", "a.tar.gz", ".hidden", "README"].map(stemEnd), [4, 5, 7, 6]);
  });

  it("from a board is made one that this computer can use", () => {
    assert.deepEqual(["main.py", "..", "", "a/../b", "c:x", "aux.py", "end.", "COM1"].map(localName), [
      "main.py",
      "_",
      "_",
      "a_.._b",
      "c_x",
      "_aux.py",
      "end_",
      "_COM1",
    ]);
  });
});
