// Board files as documents, read-only for now.

import * as vscode from "vscode";
import type { Entry } from "../generated/contract.ts";
import { Disposables, type Disposable } from "../lib/disposables.ts";
import type { Event } from "../lib/emitter.ts";
import { SidecarError } from "../sidecar/errors.ts";
import type { Wire } from "../sidecar/wire.ts";
import { boardOf } from "./uri.ts";

/** Folders as last seen; VS Code asks for a file's size several times when it opens one. */
export interface Folders {
  entries(board: string, path: string): Promise<readonly Entry[]>;
  readonly onDidChange: Event<string>;
}

export class BoardFiles implements vscode.FileSystemProvider, Disposable {
  readonly #owned = new Disposables();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  readonly #wire: Wire;
  readonly #folders: Folders;
  readonly #explain: (error: unknown) => string;
  // Boards have no clock to rely on: a file is as new as the look at its folder.
  readonly #seen = new Map<string, number>();

  readonly onDidChangeFile = this.#changed.event;

  /** `mayAsk` says whether a board may be asked without a person's wish: not while it is unknown what it does. */
  constructor(wire: Wire, folders: Folders, mayAsk: (board: string) => boolean, explain: (error: unknown) => string) {
    this.#wire = wire;
    this.#folders = folders;
    this.#explain = explain;
    this.#owned.add(
      folders.onDidChange((board) => {
        if (mayAsk(board)) this.#changedOn(board);
      }),
    );
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const board = boardIdOf(uri);
    const times = { ctime: 0, mtime: this.#seen.get(board) ?? 0 };
    if (uri.path === "/" || uri.path === "") return { type: vscode.FileType.Directory, size: 0, ...times };
    const { folder, name } = split(uri.path);
    const entries = await this.#guarded(uri, () => this.#folders.entries(board, folder));
    const entry = entries.find((each) => each.name === name);
    if (entry === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return { type: typeOf(entry), size: entry.size, ...times };
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    const path = uri.path === "" ? "/" : uri.path;
    const entries = await this.#guarded(uri, () => this.#folders.entries(boardIdOf(uri), path));
    return entries.map((entry) => [entry.name, typeOf(entry)]);
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const params = { board: boardIdOf(uri), path: uri.path };
    const { base64 } = await this.#guarded(uri, () => this.#wire.request("files/read", params));
    return Buffer.from(base64, "base64");
  }

  watch(): vscode.Disposable {
    // Boards tell nobody about changes; see #changedOn for what is known.
    return new vscode.Disposable(() => undefined);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  /** Documents that are open are read again: a program may have written them. */
  #changedOn(board: string): void {
    this.#seen.set(board, Date.now());
    const open = vscode.workspace.textDocuments.map(({ uri }) => uri).filter((uri) => boardOf(uri.authority) === board);
    if (open.length > 0) this.#changed.fire(open.map((uri) => ({ type: vscode.FileChangeType.Changed, uri })));
  }

  async #guarded<T>(uri: vscode.Uri, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof SidecarError && error.code === "file_not_found") throw vscode.FileSystemError.FileNotFound(uri);
      // A text, not the URI: VS Code shows it in place of the file.
      throw vscode.FileSystemError.Unavailable(this.#explain(error));
    }
  }
}

function boardIdOf(uri: vscode.Uri): string {
  const board = boardOf(uri.authority);
  if (board === undefined) throw vscode.FileSystemError.FileNotFound(uri);
  return board;
}

function split(path: string): { folder: string; name: string } {
  const cut = path.lastIndexOf("/");
  return { folder: cut === 0 ? "/" : path.slice(0, cut), name: path.slice(cut + 1) };
}

function typeOf({ kind }: Entry): vscode.FileType {
  return kind === "folder" ? vscode.FileType.Directory : vscode.FileType.File;
}
