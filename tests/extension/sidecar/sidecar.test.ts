import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SidecarUnavailable } from "../../../extension/src/sidecar/errors.ts";
import { RestartPolicy } from "../../../extension/src/sidecar/restart.ts";
import { Sidecar } from "../../../extension/src/sidecar/sidecar.ts";
import type { Connection } from "../../../extension/src/sidecar/wire.ts";
import { FakeWire, board, quiet, settle } from "../fakes.ts";

class FakeProcess extends FakeWire implements Connection {
  stopped = false;
  #end: (detail: string) => void = () => undefined;
  readonly closed = new Promise<string>((resolve) => {
    this.#end = resolve;
  });

  async crash(): Promise<void> {
    this.#end("was ended by SIGKILL");
    await settle();
  }

  stop(): Promise<void> {
    this.stopped = true;
    this.#end("ended with exit code 0");
    return settle();
  }
}

/** A sidecar whose processes are fakes; restarts are at once. */
function fixture(failing: () => Error | undefined = () => undefined): {
  sidecar: Sidecar;
  processes: FakeProcess[];
  states: string[];
} {
  const processes: FakeProcess[] = [];
  const open = (): Promise<Connection> => {
    const error = failing();
    if (error !== undefined) return Promise.reject(error);
    const process = new FakeProcess({ "boards/list": () => ({ boards: [] }) });
    processes.push(process);
    return Promise.resolve(process);
  };
  const sidecar = new Sidecar(open, new RestartPolicy(), quiet);
  const states: string[] = [];
  sidecar.onDidChangeState(({ kind }) => states.push(kind));
  return { sidecar, processes, states };
}

describe("the sidecar", () => {
  it("starts with the first request, once for all who ask meanwhile", async () => {
    const { sidecar, processes, states } = fixture();
    await Promise.all([sidecar.request("boards/list", {}), sidecar.request("boards/list", {}), sidecar.start()]);
    assert.equal(processes.length, 1);
    assert.deepEqual(states, ["starting", "running"]);
  });

  it("hands on notifications, also those of a later process", async () => {
    const { sidecar, processes } = fixture();
    const seen: number[] = [];
    sidecar.on("boards/didChange", ({ boards }) => seen.push(boards.length));
    await sidecar.start();
    processes[0]?.notify("boards/didChange", { boards: [board()] });
    await processes[0]?.crash();
    await settleRestart();
    processes[1]?.notify("boards/didChange", { boards: [] });
    processes[0]?.notify("boards/didChange", { boards: [board(), board()] });
    assert.deepEqual(seen, [1, 0]);
  });

  it("remembers why it did not start, and tries again when asked again", async () => {
    let error: Error | undefined = new SidecarUnavailable({ kind: "noPython", refused: [] });
    const { sidecar } = fixture(() => error);
    await assert.rejects(sidecar.start(), SidecarUnavailable);
    assert.deepEqual(sidecar.state, { kind: "failed", problem: { kind: "noPython", refused: [] } });
    error = undefined;
    await sidecar.start();
    assert.equal(sidecar.state.kind, "running");
  });

  it("is started again after a crash, and gives up after three", async () => {
    const { sidecar, processes } = fixture();
    await sidecar.start();
    await processes[0]?.crash();
    await settleRestart();
    assert.equal(sidecar.state.kind, "running");
    await processes[1]?.crash();
    await settleRestart(1_100);
    await processes[2]?.crash();
    await settleRestart();
    assert.equal(processes.length, 3);
    const problem = { kind: "crashed", detail: "was ended by SIGKILL", givenUp: true };
    assert.deepEqual(sidecar.state, { kind: "failed", problem });
    await sidecar.start();
    assert.equal(sidecar.state.kind, "running");
  });

  it("does not take its own stop for a crash", async () => {
    const { sidecar, processes } = fixture();
    await sidecar.start();
    await sidecar.stop();
    await settleRestart();
    assert.equal(processes.length, 1);
    assert.equal(sidecar.state.kind, "stopped");
  });

  it("restarts with a new process", async () => {
    const { sidecar, processes } = fixture();
    await sidecar.start();
    await sidecar.restart();
    assert.equal(processes.length, 2);
    assert.ok(processes[0]?.stopped);
  });

  it("is restarted also while it starts: who waits gets the new process", async () => {
    const { sidecar, processes } = fixture();
    const asked = sidecar.request("boards/list", {});
    await sidecar.restart();
    assert.deepEqual(await asked, { boards: [] });
    assert.equal(processes.length, 2);
    assert.deepEqual(
      processes.map(({ stopped, asked: requests }) => [stopped, requests.length]),
      [
        [true, 0],
        [false, 1],
      ],
    );
    assert.equal(sidecar.state.kind, "running");
  });

  it("stops a process that was still starting when the window closed", async () => {
    const { sidecar, processes } = fixture();
    const starting = sidecar.start();
    await sidecar.dispose();
    await starting.catch(() => undefined);
    assert.ok(processes[0]?.stopped);
  });
});

function settleRestart(ms = 20): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
