import assert from "node:assert/strict";
import * as path from "node:path";
import { describe, it } from "node:test";
import { launchOf } from "../../../extension/src/sidecar/launch.ts";

const places = { extension: "/ext", cache: "/cache", logFile: "/log/sidecar.log", node: "/code/node" };
const python = { command: "py", args: ["-3"], source: "PATH", version: "3.11.2" } as const;

describe("launching the sidecar", () => {
  const launch = launchOf(python, places, {
    PATH: "/bin",
    PYTHONPATH: "/theirs",
    PYTHONHOME: "/theirs",
    PYTHONSTARTUP: "x.py",
  });

  it("runs the module, outside the workspace", () => {
    assert.deepEqual(
      [launch.command, ...launch.args].join(" "),
      "py -3 -m jumperwire serve --stdio --log-file /log/sidecar.log",
    );
    assert.equal(launch.cwd, "/ext");
  });

  it("has a debugger wait for it when one is named", () => {
    const debugged = launchOf(python, places, { JUMPERWIRE_DEBUGGER: "127.0.0.1:5678" });
    assert.match(
      debugged.args.join(" "),
      /^-3 -m debugpy --connect 127\.0\.0\.1:5678 --wait-for-client -m jumperwire serve /,
    );
  });

  it("has a Python path of its own, and nothing meant for another Python", () => {
    assert.equal(
      launch.env["PYTHONPATH"],
      [path.join("/ext", "server/src"), path.join("/ext", "dist/python")].join(path.delimiter),
    );
    assert.equal(launch.env["PYTHONHOME"], undefined);
    assert.equal(launch.env["PYTHONSTARTUP"], undefined);
    assert.equal(launch.env["PATH"], "/bin");
  });

  it("writes nothing into the extension's folder, and names the editor's Node", () => {
    assert.equal(launch.env["PYTHONPYCACHEPREFIX"], "/cache");
    assert.equal(launch.env["JUMPERWIRE_NODE"], "/code/node");
  });
});
