// The tasks "sync" and "sync and run", for who builds on tasks or binds keys to them.

import * as vscode from "vscode";
import type { Disposable } from "../lib/disposables.ts";
import { TASK_TYPE } from "../lib/ids.ts";
import { TASK_NAMES, taskIn, type TaskName } from "../sync/taskNames.ts";
import type { App } from "./app.ts";
import { syncAndRun, syncWorkspace } from "./sync.ts";

export function registerTasks(app: App): Disposable {
  return vscode.tasks.registerTaskProvider(TASK_TYPE, {
    provideTasks: () => TASK_NAMES.map((name) => taskOf(app, { type: TASK_TYPE, task: name }, name)),
    resolveTask: ({ definition, scope }) => {
      const name = taskIn(definition);
      return name === undefined ? undefined : taskOf(app, definition, name, scope);
    },
  });
}

function taskOf(
  app: App,
  definition: vscode.TaskDefinition,
  name: TaskName,
  scope: vscode.Task["scope"] = vscode.TaskScope.Workspace,
): vscode.Task {
  const execution = new vscode.CustomExecution(() => Promise.resolve(new SyncTerminal(app, name)));
  const task = new vscode.Task(definition, scope, name, "MicroPython", execution);
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Silent };
  if (name === "sync") task.group = vscode.TaskGroup.Build;
  return task;
}

/** A task's place on the screen: it says what came of it, and ends. */
class SyncTerminal implements vscode.Pseudoterminal {
  readonly #written = new vscode.EventEmitter<string>();
  readonly #closed = new vscode.EventEmitter<number>();
  readonly #app: App;
  readonly #name: TaskName;

  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#closed.event;

  constructor(app: App, name: TaskName) {
    this.#app = app;
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
          ? await syncWorkspace(this.#app, undefined, tell)
          : await syncAndRun(this.#app, undefined, tell);
      this.#closed.fire(whole ? 0 : 1);
    } catch (error) {
      tell(this.#app.errors.explain(error));
      this.#app.errors.show(error);
      this.#closed.fire(1);
    }
  }
}
