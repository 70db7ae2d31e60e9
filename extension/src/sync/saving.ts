// Sync on save, and the watch: changes in a project's folders are sent to its boards.

import * as vscode from "vscode";
import type { Project } from "../generated/contract.ts";
import { Disposables, type Disposable } from "../lib/disposables.ts";
import { Emitter } from "../lib/emitter.ts";
import { filesIn } from "./filesIn.ts";
import { isInside, lastName } from "./localPath.ts";
import { PROJECT_FILE, type Projects } from "./projects.ts";
import type { PushQueue } from "./pushQueue.ts";

/** Files with rules for all other files; a change of one is not sent, but read. */
const RULES = [PROJECT_FILE, ".mpyignore"];

/** Which boards receive what is saved, without asking. */
export type BoardsFor = (project: Project, folder: string) => readonly string[];

export class Saving implements Disposable {
  readonly #owned = new Disposables();
  readonly #saved = this.#owned.add(new Emitter<vscode.Uri>());
  readonly #watchedChanged = this.#owned.add(new Emitter<ReadonlySet<string>>());
  readonly #projects: Projects;
  readonly #queue: PushQueue;
  readonly #boardsFor: BoardsFor;
  readonly #failed: (error: unknown) => void;
  readonly #watchers = new Map<string, Disposable>();
  /** What was saved in folders that are being synced as a whole. */
  readonly #paused = new Map<string, Set<string>>();

  /** A file of this computer was saved, or was changed by another program while it is watched. */
  readonly onDidSave = this.#saved.event;
  readonly onDidChangeWatched = this.#watchedChanged.event;

  constructor(projects: Projects, queue: PushQueue, boardsFor: BoardsFor, failed: (error: unknown) => void) {
    this.#projects = projects;
    this.#queue = queue;
    this.#boardsFor = boardsFor;
    this.#failed = failed;
    // Saved by other programs, or by a checkout, without VS Code.
    const rules = this.#owned.add(vscode.workspace.createFileSystemWatcher(`**/{${RULES.join()}}`));
    const forget = (): void => {
      this.#projects.forget();
    };
    for (const event of [rules.onDidCreate, rules.onDidChange, rules.onDidDelete]) this.#owned.add(event(forget));
    this.#owned.add(vscode.workspace.onDidSaveTextDocument(({ uri }) => this.#take(uri, "saved")));
  }

  isWatching(folder: string): boolean {
    return this.#watchers.has(folder);
  }

  /** Begins or ends watching a folder, and returns which. */
  toggle(folder: string): boolean {
    const watcher = this.#watchers.get(folder);
    watcher?.dispose();
    if (watcher === undefined) this.#watchers.set(folder, this.#watch(folder));
    else this.#watchers.delete(folder);
    this.#watchedChanged.fire(new Set(this.#watchers.keys()));
    return watcher === undefined;
  }

  /** Files saved during a sync are sent after it; those that the sync included are then found unchanged. */
  async without<T>(folder: string, work: () => Promise<T>): Promise<T> {
    const saved = this.#paused.get(folder) ?? new Set<string>();
    this.#paused.set(folder, saved);
    try {
      return await work();
    } finally {
      this.#paused.delete(folder);
      for (const path of saved) void this.#enqueue(path, folder);
    }
  }

  dispose(): void {
    for (const watcher of this.#watchers.values()) watcher.dispose();
    this.#owned.dispose();
  }

  #watch(folder: string): Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(folder), "**"));
    const take = (uri: vscode.Uri): Promise<void> => this.#take(uri, "watched");
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) event(take);
    return watcher;
  }

  async #take(uri: vscode.Uri, how: "saved" | "watched"): Promise<void> {
    const root = uri.scheme === "file" ? vscode.workspace.getWorkspaceFolder(uri) : undefined;
    if (root === undefined) return;
    const path = uri.fsPath;
    const folder = await this.#projects.folderOf(path, root.uri.fsPath);
    const rules = RULES.includes(lastName(path));
    if (rules) this.#projects.forget();
    // For its mistakes, which are shown in the file.
    if (lastName(path) === PROJECT_FILE && how === "saved") void this.#projects.read(folder).catch(() => undefined);
    this.#saved.fire(uri);
    // The watcher reports saves as well.
    if (rules || (how === "saved" && this.#watchers.has(folder))) return;
    const paused = this.#paused.get(folder);
    if (paused === undefined) await this.#enqueue(path, folder);
    else paused.add(path);
  }

  async #enqueue(path: string, folder: string): Promise<void> {
    if (!vscode.workspace.isTrusted) return; // a project file may name a program
    try {
      const watched = this.#watchers.has(folder);
      const project = await this.#projects.ifAny(folder, watched);
      if (project === undefined || !(watched || project.onSave)) return;
      const files = watched ? await filesIn(path) : [path];
      const synced = files.filter((file) => project.pairs.some(({ source }) => isInside(file, source)));
      for (const board of this.#boardsFor(project, folder))
        for (const file of synced) this.#queue.add(board, folder, file);
    } catch (error) {
      this.#failed(error);
    }
  }
}
