// Stand-ins for VS Code and for the sidecar's process, in the extension that `trace.ts` runs in plain Node: what the ways
// that are traced need is there, and everything else is a thing that does nothing, whatever is asked of it.

import { pathToFileURL, fileURLToPath } from "node:url";
import type { Note } from "./trace.ts";

type Listener = (value: unknown) => unknown;

/** Callable, constructible, and its own property, whichever is asked for. */
export function nothing(): unknown {
  const target = function standin(): undefined {
    return undefined;
  };
  return new Proxy(target, {
    get: (_target, key) => (key === Symbol.toPrimitive ? () => "" : key === "then" ? undefined : nothing()),
    set: () => true,
    apply: () => nothing(),
    construct: () => nothing() as object,
  });
}

export class Uri {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;

  constructor(scheme: string, authority: string, path: string) {
    this.scheme = scheme;
    this.authority = authority;
    this.path = path;
  }

  get fsPath(): string {
    return this.scheme === "file" ? fileURLToPath(`file://${this.path}`) : this.path;
  }

  static file(path: string): Uri {
    return new Uri("file", "", pathToFileURL(path).pathname);
  }

  static from({ scheme, authority, path }: { scheme: string; authority: string; path: string }): Uri {
    return new Uri(scheme, authority, path);
  }

  static joinPath(base: Uri, ...parts: readonly string[]): Uri {
    return new Uri(base.scheme, base.authority, [base.path, ...parts].join("/"));
  }

  toString(): string {
    return `${this.scheme}://${this.authority}${this.path}`;
  }
}

export class EventEmitter<T> {
  readonly #listeners = new Set<(value: T) => unknown>();
  readonly event = (listener: (value: T) => unknown): Disposable => {
    this.#listeners.add(listener);
    return new Disposable(() => this.#listeners.delete(listener));
  };

  fire(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

export class Disposable {
  readonly dispose: () => unknown;

  constructor(dispose: () => unknown) {
    this.dispose = dispose;
  }
}

export class CancellationTokenSource {
  readonly token = { isCancellationRequested: false, onCancellationRequested: new EventEmitter().event };
  cancel(): void {
    // Nothing here is cancelled.
  }
  dispose(): void {
    // It holds nothing.
  }
}

export const ExtensionMode = { Test: 3 };

const ROOT = { uri: Uri.file("/w"), name: "w", index: 0 };
const saved = new EventEmitter<unknown>();
const commands_ = new Map<string, (...args: readonly unknown[]) => unknown>();
const terminals_: Record<string, unknown>[] = [];

/** What a person does. */
export function save(path: string): void {
  saved.fire({ uri: Uri.file(path) });
}

export async function command(id: string, ...args: readonly unknown[]): Promise<void> {
  await commands_.get(id)?.(...args);
}

function with_(known: object): unknown {
  return new Proxy(known, { get: (target, key) => (key in target ? Reflect.get(target, key) : nothing()) as unknown });
}

export const workspace = with_({
  isTrusted: true,
  workspaceFolders: [ROOT],
  textDocuments: [],
  onDidSaveTextDocument: saved.event,
  getWorkspaceFolder: () => ROOT,
  asRelativePath: (uri: Uri) => uri.path.replace("/w/", ""),
  getConfiguration: () => ({ get: (key: string) => SETTINGS[key] }),
  openTextDocument: (uri: Uri) => Promise.resolve({ uri, isDirty: false, getText: () => `print("${MARK}")` }),
  // A project file is there, and everything else.
  fs: { stat: () => Promise.resolve({}), readDirectory: () => Promise.resolve([["jumperwire.toml", 1]]) },
});

export const window = with_({
  terminals: terminals_,
  activeTextEditor: undefined,
  activeTerminal: undefined,
  createTerminal: (options: { pty: { open(size: undefined): void } }) => {
    const terminal = { creationOptions: options, show: () => { options.pty.open(undefined); }, dispose: () => undefined }; // prettier-ignore
    terminals_.push(terminal);
    return terminal;
  },
});

export const commands = with_({
  registerCommand: (id: string, handler: (...args: readonly unknown[]) => unknown) => {
    commands_.set(id, handler);
    return new Disposable(() => commands_.delete(id));
  },
  executeCommand: () => Promise.resolve(),
});

const SETTINGS: Record<string, unknown> = {
  python: "",
  "virtualBoard.enabled": true,
  "run.softReset": false,
  "run.whenRunning": "ask",
  "repl.controlKeys": true,
  packageIndex: "",
};

/** What is followed on its way. */
export const MARK = "followed.py";

const BOARD = { id: "id:1", address: "/dev/ttyACM0", name: "pico", kind: "serial", state: "idle", fault: null, remembered: true, usb: null, info: null, program: null, mounted: null }; // prettier-ignore
const RESULT = { files: 1, unchanged: 0, deleted: 0, size: 1, left: [], durationMs: 1 };
const ANSWERS: Record<string, unknown> = {
  "boards/list": { boards: [BOARD] },
  "project/read": { file: "/w/jumperwire.toml", boards: ["pico"], pairs: [{ source: "/w", target: "/" }], delete: "ask", onSave: true, after: { kind: "nothing", file: null } }, // prettier-ignore
  "sync/push": { result: RESULT, same: [`/${MARK}`], deleted: [] },
  "repl/open": { replay: "" },
  "board/run": { kind: "done", durationMs: 1 },
};

/** Tells what was asked, in order. */
export const asked: string[] = [];
const requests = new EventEmitter<string>();

export function until(method: string): Promise<void> {
  if (asked.includes(method)) return Promise.resolve();
  return new Promise((resolve) => {
    requests.event((each) => {
      if (each === method) resolve();
    });
  });
}

/** In place of sidecar/open.ts. */
export function openSidecar(): Promise<unknown> {
  return Promise.resolve({
    closed: new Promise(() => undefined),
    request: (method: string, params: unknown) => {
      // The connection is the last module of each way.
      (globalThis as unknown as { noteWay: Note }).noteWay("sidecar/connection", [params]);
      asked.push(method);
      requests.fire(method);
      return method in ANSWERS
        ? Promise.resolve(ANSWERS[method])
        : Promise.reject(new Error(`not asked for on these ways: ${method}`));
    },
    on: () => new Disposable(() => undefined),
    stop: () => Promise.resolve(),
  });
}

export function placesOf(): object {
  return {};
}

const ignored: Listener = () => undefined;
export const context: object = {
  subscriptions: [],
  extensionMode: 1,
  extensionPath: "/extension",
  extension: { packageJSON: { version: "0" } },
  globalState: { get: ignored, update: () => Promise.resolve() },
};
