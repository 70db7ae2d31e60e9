// F5: a launch configuration that syncs and runs, without debugging. Its session lasts as long as the run.

import * as vscode from "vscode";
import { Disposables, type Disposable } from "../lib/disposables.ts";
import { DEBUG_TYPE } from "../lib/ids.ts";
import { runSource } from "../running/run.ts";
import { wholeFile } from "../running/source.ts";
import { syncTo, type WorkspaceSyncParts } from "../workspaceSync/sync.ts";
import { targetOf } from "../targets/projectTargets.ts";

interface Launch extends vscode.DebugConfiguration {
  readonly program: string;
  readonly sync: boolean;
}

export function registerDebugging(parts: WorkspaceSyncParts): Disposable {
  const owned = new Disposables();
  owned.add(vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, new LaunchProvider()));
  owned.add(
    vscode.debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, {
      createDebugAdapterDescriptor: ({ configuration }) =>
        new vscode.DebugAdapterInlineImplementation(new RunAdapter(parts, configuration as Launch)),
    }),
  );
  return owned;
}

class LaunchProvider implements vscode.DebugConfigurationProvider {
  provideDebugConfigurations(): vscode.DebugConfiguration[] {
    return [{ type: DEBUG_TYPE, request: "launch", name: "Sync and Run on Board", program: "${file}", sync: true }];
  }

  resolveDebugConfiguration(
    _folder: vscode.WorkspaceFolder | undefined,
    given: vscode.DebugConfiguration,
  ): vscode.DebugConfiguration {
    const { program = "${file}", sync = true } = given as Partial<Launch>;
    return { ...given, type: DEBUG_TYPE, request: "launch", program, sync, internalConsoleOptions: "neverOpen" };
  }
}

/** The parts of a Debug Adapter Protocol request that matter here. */
interface Request extends vscode.DebugProtocolMessage {
  readonly seq: number;
  readonly type: string;
  readonly command: string;
}

class RunAdapter extends vscode.Disposable implements vscode.DebugAdapter {
  readonly #sent = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  readonly #parts: WorkspaceSyncParts;
  readonly #launch: Launch;
  /** The boards of the run. */
  #boards: readonly string[] = [];
  #ended = false;

  readonly onDidSendMessage = this.#sent.event;

  constructor(parts: WorkspaceSyncParts, launch: Launch) {
    super(() => {
      this.#sent.dispose();
    });
    this.#parts = parts;
    this.#launch = launch;
  }

  handleMessage(message: vscode.DebugProtocolMessage): void {
    const request = message as Request;
    if (request.type !== "request") return;
    this.#answer(
      request,
      request.command === "initialize"
        ? { supportsTerminateRequest: true }
        : request.command === "threads"
          ? { threads: [] }
          : {},
    );
    if (request.command === "initialize") this.#tell("initialized");
    if (request.command === "launch") void this.#run();
    if (request.command === "terminate" || request.command === "disconnect") void this.#stop();
  }

  async #run(): Promise<void> {
    try {
      await this.#syncAndRun();
    } catch (error) {
      this.#parts.errors.show(error);
    }
    this.#end();
  }

  async #syncAndRun(): Promise<void> {
    const uri = vscode.Uri.file(this.#launch.program);
    const target = await targetOf(this.#parts, uri, "Run on which board?");
    if (target === undefined) return;
    const next = async (boards: readonly string[]): Promise<void> => {
      const source = await wholeFile(uri);
      if (source !== undefined) await Promise.all(boards.map((board) => runSource(this.#parts, source, board)));
    };
    this.#boards = this.#launch.sync ? await syncTo(this.#parts, target, { next }) : target.boards;
    // Otherwise Stop was pressed during the sync.
    if (!this.#ended) await next(this.#boards);
  }

  async #stop(): Promise<void> {
    const running = this.#boards.filter((board) => !this.#ended && this.#parts.store.get(board)?.state === "running");
    this.#end();
    await Promise.all(running.map((board) => this.#parts.sidecar.request("board/interrupt", { board }))).catch(
      (error: unknown) => {
        this.#parts.errors.show(error);
      },
    );
  }

  #end(): void {
    if (!this.#ended) this.#tell("terminated");
    this.#ended = true;
  }

  #answer({ seq, command }: Request, body: object): void {
    this.#sent.fire({ seq: 0, type: "response", request_seq: seq, success: true, command, body });
  }

  #tell(event: string): void {
    this.#sent.fire({ seq: 0, type: "event", event });
  }
}
