import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Project } from "../../../extension/src/generated/contract.ts";
import { SidecarError } from "../../../extension/src/sidecar/errors.ts";
import { isInside, keyOf, lastName, localOf, parentOf } from "../../../extension/src/sync/localPath.ts";
import { isAddress, namedBoards } from "../../../extension/src/sync/projectBoards.ts";
import { Projects } from "../../../extension/src/sync/projects.ts";
import { FakeWire, board, settle } from "../fakes.ts";

const project: Project = {
  file: null,
  boards: [],
  pairs: [],
  delete: "ask",
  onSave: false,
  after: { kind: "nothing", file: null },
};

describe("a project", () => {
  it("is the nearest folder with a project file, else the workspace's own", async () => {
    const projects = new Projects(new FakeWire(), (file) => Promise.resolve(file === "/w/app/jumperwire.toml"));
    assert.equal(await projects.folderOf("/w/app/src/main.py", "/w"), "/w/app");
    assert.equal(await projects.folderOf("/w/other/main.py", "/w"), "/w");
    assert.equal(await projects.folderOf("/w/main.py", "/w"), "/w");
  });

  it("is asked about once, until it is forgotten or wanted as it is now", async () => {
    const wire = new FakeWire({ "project/read": () => project });
    const projects = new Projects(wire, () => Promise.resolve(false));
    await projects.known("/w");
    await projects.known("/w");
    assert.equal(wire.asked.length, 1);
    await projects.read("/w");
    projects.forget();
    await projects.known("/w");
    assert.equal(wire.asked.length, 3);
    assert.equal(await projects.ifAny("/other", false), undefined);
    assert.equal(wire.asked.length, 3);
  });

  it("tells its mistakes, and does not keep them", async () => {
    let wrong = true;
    const wire = new FakeWire({
      "project/read": () => {
        if (wrong) throw new SidecarError({ code: "project_invalid", facts: {} });
        return project;
      },
    });
    const projects = new Projects(wire, () => Promise.resolve(true));
    const heard: unknown[] = [];
    projects.onDidRead(({ error }) => heard.push(error instanceof SidecarError ? error.code : error));
    await assert.rejects(projects.known("/w"));
    wrong = false;
    await projects.known("/w");
    await settle();
    assert.deepEqual(heard, ["project_invalid", undefined]);
  });
});

describe("the boards of a project", () => {
  const pico = board();
  const demo = board({ id: "virtual:demo", address: "virtual:demo", name: "demo" });

  it("are found by id, address, name and short name, each once", () => {
    for (const name of ["id:E66", "/dev/ttyACM0", "pico"])
      assert.deepEqual(namedBoards([name], [demo, pico]).boards, [pico]);
    assert.deepEqual(namedBoards(["demo", "virtual:demo"], [demo, pico]), { boards: [demo], missing: [] });
    assert.deepEqual(namedBoards(["pico", "nano"], [demo, pico]), { boards: [pico], missing: ["nano"] });
  });

  it("may be addresses that nobody has used yet", () => {
    for (const address of ["virtual:x", "/dev/ttyUSB0", "COM7", "socket://h:1", "id:E66"])
      assert.ok(isAddress(address), address);
    for (const name of ["pico", "my board", "Bench 2"]) assert.ok(!isAddress(name), name);
  });
});

describe("paths of this computer", () => {
  it("have both kinds of slashes", () => {
    assert.deepEqual([parentOf("/w/a.py"), parentOf("C:\\w\\a.py"), parentOf("a")], ["/w", "C:\\w", ""]);
    assert.deepEqual([lastName("/w/a.py"), lastName("C:\\w\\a.py")], ["a.py", "a.py"]);
    assert.equal(keyOf("C:\\w"), keyOf("c:\\w"));
  });

  it("are inside of a folder, and not of one whose name only begins alike", () => {
    assert.ok(
      isInside("/src/a", "/src") &&
        isInside("/src", "/src") &&
        isInside("C:\\src\\a", "C:\\src") &&
        isInside("/a", "/"),
    );
    assert.ok(!isInside("/src2/a", "/src") && !isInside("/a", "/src"));
  });

  it("come from the pair with the nearest folder", () => {
    const pairs = [
      { source: "/w/src", target: "/" },
      { source: "/w/lib", target: "/lib" },
    ];
    assert.equal(localOf(pairs, "/lib/a.py"), "/w/lib/a.py");
    assert.equal(localOf(pairs, "/main.py"), "/w/src/main.py");
    assert.equal(localOf([{ source: "/w", target: "/app" }], "/main.py"), undefined);
  });
});
