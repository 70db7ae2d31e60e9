// The tasks "sync" and "sync and run", for users who build on tasks or bind keys to them.

import * as vscode from "vscode";
import type { Disposable } from "../lib/disposables.ts";
import { TASK_TYPE } from "../lib/ids.ts";
import { TASK_NAMES, TASK_TITLES, taskIn, type TaskName } from "./taskNames.ts";
import { syncAndRun, syncWorkspace, type WorkspaceSyncParts } from "../workspaceSync/sync.ts";

export function registerTasks(parts: WorkspaceSyncParts): Disposable {
  return vscode.tasks.registerTaskProvider(TASK_TYPE, {
    provideTasks: () => TASK_NAMES.map((name) => taskOf(parts, { type: TASK_TYPE, task: name }, name)),
    resolveTask: ({ definition, scope }) => {
      const name = taskIn(definition);
      return name === undefined ? undefined : taskOf(parts, definition, name, scope);
    },
  });
}

function taskOf(
  parts: WorkspaceSyncParts,
  definition: vscode.TaskDefinition,
  name: TaskName,
  scope: vscode.Task["scope"] = vscode.TaskScope.Workspace,
): vscode.Task {
  const execution = new vscode.CustomExecution(() => Promise.resolve(new SyncTerminal(parts, name)));
  const task = new vscode.Task(definition, scope, TASK_TITLES[name], "MicroPython", execution);
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Silent };
  if (name === "sync") task.group = vscode.TaskGroup.Build;
  return task;
}

/** A task's terminal: it shows the result, and ends. */
class SyncTerminal implements vscode.Pseudoterminal {
  readonly #written = new vscode.EventEmitter<string>();
  readonly #closed = new vscode.EventEmitter<number>();
  readonly #parts: WorkspaceSyncParts;
  readonly #name: TaskName;

  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#closed.event;

  constructor(parts: WorkspaceSyncParts, name: TaskName) {
    this.#parts = parts;
    this.#name = name;
  }

  open(): void {
    void this.#run();
  }

  close(): void {
    this.#written.dispose();
    this.#closed.dispose();
  }

  async #run(): Promise<void> {
    const tell = (line: string): void => {
      this.#written.fire(`${line}\r\n`);
    };
    try {
      const whole =
        this.#name === "sync"
          ? await syncWorkspace(this.#parts, undefined, tell)
          : await syncAndRun(this.#parts, undefined, tell);
      this.#closed.fire(whole ? 0 : 1);
    } catch (error) {
      tell(this.#parts.errors.explain(error));
      this.#parts.errors.show(error);
      this.#closed.fire(1);
    }
  }
}
