// The file system provider that opens board files as documents.

import * as vscode from "vscode";
import type { Entry } from "../generated/contract.ts";
import { folderOf, isWithin, nameOf } from "../lib/boardPath.ts";
import { Disposables, type Disposable } from "../lib/disposables.ts";
import { hasCode } from "../sidecar/errors.ts";
import type { Change, FileOperations, Folders, Place } from "./operations.ts";
import { placeIn, uriOf } from "./place.ts";

type Explain = (error: unknown) => string;

const KINDS: Record<Change["kind"], vscode.FileChangeType> = {
  created: vscode.FileChangeType.Created,
  changed: vscode.FileChangeType.Changed,
  deleted: vscode.FileChangeType.Deleted,
};

export class BoardFiles implements vscode.FileSystemProvider, Disposable {
  readonly #owned = new Disposables();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  readonly #operations: FileOperations;
  readonly #folders: Folders;
  readonly #explain: Explain;
  /** Counts the possible changes on a board. */
  readonly #changes = new Map<string, number>();
  /** The last known facts about a file; while a program runs, no newer ones are available. */
  readonly #last = new Map<string, vscode.FileStat>();

  readonly onDidChangeFile = this.#changed.event;

  /** `mayAsk` tells whether a board may be asked without the user's wish: not while its activity is unknown. */
  constructor(operations: FileOperations, folders: Folders, mayAsk: (board: string) => boolean, explain: Explain) {
    this.#operations = operations;
    this.#folders = folders;
    this.#explain = explain;
    this.#owned.add(
      folders.onDidChange((board) => {
        this.#count(board);
        if (mayAsk(board)) this.#fire(openOn(board).map((uri) => ({ type: vscode.FileChangeType.Changed, uri })));
      }),
    );
    this.#owned.add(
      operations.onDidChange((changes) => {
        this.#tell(changes);
      }),
    );
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const place = placeOf(uri);
    if (place.path === "/") return { type: vscode.FileType.Directory, size: 0, ctime: 0, mtime: 0 };
    const last = this.#last.get(uri.toString());
    try {
      const [entry, readOnly] = await Promise.all([this.#entry(uri), this.#isReadOnly(place)]);
      const stat = this.#statOf(place.board, entry, readOnly);
      this.#last.set(uri.toString(), stat);
      return stat;
    } catch (error) {
      if (last !== undefined && hasCode(error, "program_running")) return last;
      throw this.#asFileSystemError(error, uri);
    }
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    const { board, path } = placeOf(uri);
    const entries = await this.#guarded(uri, () => this.#folders.entries(board, path));
    return entries.map((entry) => [entry.name, typeOf(entry)]);
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return this.#guarded(uri, async () => {
      const { kind, size } = await this.#entry(uri);
      if (kind === "folder") throw vscode.FileSystemError.FileIsADirectory(uri);
      return this.#operations.read(placeOf(uri), size);
    });
  }

  async writeFile(
    uri: vscode.Uri,
    content: Uint8Array,
    { create, overwrite }: { create: boolean; overwrite: boolean },
  ): Promise<void> {
    await this.#guarded(uri, async () => {
      const there = await this.#kindAt(uri, overwrite);
      if (there === "folder") throw vscode.FileSystemError.FileIsADirectory(uri);
      if (there === undefined && !create) throw vscode.FileSystemError.FileNotFound(uri);
      if (there !== undefined && create && !overwrite) throw vscode.FileSystemError.FileExists(uri);
      await this.#operations.write(placeOf(uri), content, there === undefined ? "created" : "changed");
    });
  }

  async createDirectory(uri: vscode.Uri): Promise<void> {
    await this.#guarded(uri, async () => {
      // Otherwise the board would count as done.
      if ((await this.#find(uri)) !== undefined) throw vscode.FileSystemError.FileExists(uri);
      await this.#operations.makeFolder(placeOf(uri));
    });
  }

  async delete(uri: vscode.Uri, { recursive }: { recursive: boolean }): Promise<void> {
    await this.#guarded(uri, () => this.#operations.remove(placeOf(uri), recursive));
  }

  async rename(uri: vscode.Uri, target: vscode.Uri, { overwrite }: { overwrite: boolean }): Promise<void> {
    await this.#guarded(target, async () => {
      await this.#ensureFree(uri, target, overwrite);
      await this.#operations.move(placeOf(uri), placeOf(target), overwrite);
    });
  }

  async copy(uri: vscode.Uri, target: vscode.Uri, { overwrite }: { overwrite: boolean }): Promise<void> {
    await this.#guarded(target, async () => {
      await this.#ensureFree(uri, target, overwrite);
      await this.#operations.copy(placeOf(uri), placeOf(target), overwrite);
    });
  }

  watch(): vscode.Disposable {
    // Boards do not report changes, so known ones are reported without being asked for.
    return new vscode.Disposable(() => undefined);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Returns what is at the place, if anything. Raises FileNotFound for a missing parent folder. */
  async #find(uri: vscode.Uri): Promise<Entry | undefined> {
    const { board, path } = placeOf(uri);
    const entries = await this.#folders.entries(board, folderOf(path));
    return entries.find(({ name }) => name === nameOf(path));
  }

  async #entry(uri: vscode.Uri): Promise<Entry> {
    const entry = await this.#find(uri);
    if (entry === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return entry;
  }

  /** While a program runs, this is unknown. A file is assumed, and the write asks about the program. */
  async #kindAt(uri: vscode.Uri, overwrite: boolean): Promise<Entry["kind"] | undefined> {
    try {
      return (await this.#find(uri))?.kind;
    } catch (error) {
      if (overwrite && hasCode(error, "program_running")) return "file";
      throw error;
    }
  }

  async #ensureFree(source: vscode.Uri, target: vscode.Uri, overwrite: boolean): Promise<void> {
    await this.#entry(source);
    if (!overwrite && (await this.#find(target)) !== undefined) throw vscode.FileSystemError.FileExists(target);
  }

  /** If it cannot be found out now, a save finds out. */
  async #isReadOnly({ board, path }: Place): Promise<boolean> {
    return this.#folders.isReadOnly(board, path).catch(() => false);
  }

  /**
   * Boards count whole seconds, many from the same date after each reset, and some not at all. VS Code reads a file again
   * when its time or size changes, so the milliseconds tell how often something may have changed.
   */
  #statOf(board: string, entry: Entry, readOnly: boolean): vscode.FileStat {
    const mtime = (entry.modified ?? 0) * 1_000 + ((this.#changes.get(board) ?? 0) % 1_000);
    const stat = { type: typeOf(entry), size: entry.size, ctime: 0, mtime };
    return readOnly ? { ...stat, permissions: vscode.FilePermission.Readonly } : stat;
  }

  #count(board: string): void {
    this.#changes.set(board, (this.#changes.get(board) ?? 0) + 1);
  }

  /** Reports our own changes, and that documents below a folder may have changed. */
  #tell(changes: readonly Change[]): void {
    for (const { board } of changes) this.#count(board);
    const told = changes.map(({ kind, board, path }) => ({ type: KINDS[kind], uri: uriOf(board, path) }));
    const below = changes.flatMap(({ kind, board, path }) =>
      openOn(board)
        .filter((uri) => uri.path !== path && isWithin(uri.path, path))
        .map((uri) => ({
          type: kind === "deleted" ? vscode.FileChangeType.Deleted : vscode.FileChangeType.Changed,
          uri,
        })),
    );
    this.#fire([...told, ...below]);
  }

  #fire(events: vscode.FileChangeEvent[]): void {
    if (events.length > 0) this.#changed.fire(events);
  }

  async #guarded<T>(uri: vscode.Uri, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.#asFileSystemError(error, uri);
    }
  }

  #asFileSystemError(error: unknown, uri: vscode.Uri): vscode.FileSystemError {
    if (error instanceof vscode.FileSystemError) return error;
    if (hasCode(error, "file_not_found")) return vscode.FileSystemError.FileNotFound(uri);
    if (hasCode(error, "file_exists")) return vscode.FileSystemError.FileExists(uri);
    // A string instead of the URI, since VS Code shows it in place of the file.
    const text = this.#explain(error);
    return hasCode(error, "read_only")
      ? vscode.FileSystemError.NoPermissions(text)
      : vscode.FileSystemError.Unavailable(text);
  }
}

function placeOf(uri: vscode.Uri): Place {
  const place = placeIn(uri);
  if (place === undefined) throw vscode.FileSystemError.FileNotFound(uri);
  return place;
}

function openOn(board: string): vscode.Uri[] {
  return vscode.workspace.textDocuments.map(({ uri }) => uri).filter((uri) => placeIn(uri)?.board === board);
}

function typeOf({ kind }: Entry): vscode.FileType {
  return kind === "folder" ? vscode.FileType.Directory : vscode.FileType.File;
}
