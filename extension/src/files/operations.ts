// Everything that changes files on boards or moves many of them, for the `mpy:` file system and the commands.

import { readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import type { Entry, Transfer, TransferResult, WhenRunning } from "../generated/contract.ts";
import type { Disposable } from "../lib/disposables.ts";
import { Emitter, type Event } from "../lib/emitter.ts";
import { inTemporaryFolder } from "../lib/temporary.ts";
import type { Params, Result, Wire } from "../sidecar/wire.ts";
import { following, stopping, type Dialogue, type Verb } from "./conversation.ts";

/** More bytes than this take seconds on most boards, so progress is shown. */
const LARGE = 32 * 1024;

/** Folders as they were last seen, since VS Code asks for a file's size several times when it opens one. */
export interface Folders {
  entries(board: string, path: string): Promise<readonly Entry[]>;
  isReadOnly(board: string, path: string): Promise<boolean>;
  touch(board: string, path: string): void;
  readonly onDidChange: Event<string>;
}

/** A file or folder on a board. */
export interface Place {
  readonly board: string;
  readonly path: string;
}

export interface Change extends Place {
  readonly kind: "created" | "changed" | "deleted";
}

export interface Copy {
  readonly source: Place;
  readonly target: Place;
}

/** The methods that change something immediately. */
type Changing = "files/write" | "files/makeFolder" | "files/remove" | "files/move" | "files/copy";

export class FileOperations implements Disposable {
  readonly #wire: Wire;
  readonly #folders: Folders;
  readonly #dialogue: Dialogue;
  readonly #changed = new Emitter<readonly Change[]>();
  readonly #failed = new Emitter<unknown>();

  /** Reports our own changes, since boards do not report any. */
  readonly onDidChange = this.#changed.event;

  /** Reports why a change failed, because VS Code tells the user less. */
  readonly onDidFail = this.#failed.event;

  constructor(wire: Wire, folders: Folders, dialogue: Dialogue) {
    this.#wire = wire;
    this.#folders = folders;
    this.#dialogue = dialogue;
  }

  async read({ board, path: remote }: Place, size: number): Promise<Uint8Array> {
    if (size <= LARGE)
      return Buffer.from((await this.#wire.request("files/read", { board, path: remote })).base64, "base64");
    return inTemporaryFolder(async (folder) => {
      const local = path.join(folder, "content");
      await this.#transfer(
        "files/download",
        board,
        [{ local, remote }],
        `Reading from ${this.#dialogue.nameOf(board)}`,
        "fail",
      );
      return readFile(local);
    });
  }

  async write({ board, path }: Place, content: Uint8Array, kind: "created" | "changed" = "changed"): Promise<void> {
    await this.#changing([{ board, path, kind }], async () => {
      if (content.length > LARGE) await this.#writeSlowly({ board, path }, content);
      else await this.#request("files/write", { board, path, base64: Buffer.from(content).toString("base64") }, "Save");
    });
  }

  async makeFolder({ board, path }: Place): Promise<void> {
    await this.#changing([{ board, path, kind: "created" }], () =>
      this.#request("files/makeFolder", { board, path }, "Create"),
    );
  }

  async remove({ board, path }: Place, recursive: boolean): Promise<void> {
    await this.#changing([{ board, path, kind: "deleted" }], () =>
      this.#request("files/remove", { board, path, recursive }, "Delete"),
    );
  }

  async move(source: Place, target: Place, overwrite: boolean): Promise<void> {
    const { board } = source;
    if (board !== target.board) {
      await this.copy(source, target, overwrite);
      await this.remove(source, true);
      return;
    }
    const params = { board, source: source.path, target: target.path, overwrite };
    await this.#changing(
      [
        { board, path: source.path, kind: "deleted" },
        { board, path: target.path, kind: "created" },
      ],
      () => this.#request("files/move", params, "Rename"),
    );
  }

  async copy(source: Place, target: Place, overwrite: boolean): Promise<void> {
    const { board } = source;
    if (board !== target.board) return this.copyBetween([{ source, target }]);
    const params = { board, source: source.path, target: target.path, overwrite };
    await this.#changing([{ board, path: target.path, kind: "created" }], () =>
      this.#request("files/copy", params, "Copy"),
    );
  }

  /** Copies between boards, through this computer, replacing what is there. */
  async copyBetween(copies: readonly Copy[]): Promise<void> {
    const [first] = copies;
    if (first === undefined) return;
    const [from, to] = [first.source.board, first.target.board];
    const title = `Copying from ${this.#dialogue.nameOf(from)} to ${this.#dialogue.nameOf(to)}`;
    await inTemporaryFolder(async (folder) => {
      const local = (index: number): string => path.join(folder, String(index));
      const reads = copies.map(({ source }, index) => ({ local: local(index), remote: source.path }));
      const writes = copies.map(({ target }, index) => ({ local: local(index), remote: target.path }));
      await stopping(this.#dialogue, from, "Copy", (how) =>
        this.#transfer("files/download", from, reads, `${title}: reading`, how),
      );
      await this.#uploading(to, writes, "Copy", `${title}: writing`);
    });
  }

  async upload(board: string, items: Transfer[]): Promise<TransferResult> {
    return this.#uploading(board, items, "Upload", `Uploading to ${this.#dialogue.nameOf(board)}`);
  }

  async download(board: string, items: Transfer[]): Promise<TransferResult> {
    const title = `Downloading from ${this.#dialogue.nameOf(board)}`;
    return stopping(this.#dialogue, board, "Download", (how) =>
      this.#transfer("files/download", board, items, title, how),
    );
  }

  /** Reports changes that others have made through the sidecar. */
  tell(changes: readonly Change[]): void {
    for (const { board, path } of changes) this.#folders.touch(board, path);
    this.#changed.fire(changes);
  }

  dispose(): void {
    this.#changed.dispose();
    this.#failed.dispose();
  }

  async #writeSlowly({ board, path: remote }: Place, content: Uint8Array): Promise<void> {
    await inTemporaryFolder(async (folder) => {
      const local = path.join(folder, "content");
      await writeFile(local, content);
      const title = `Saving to ${this.#dialogue.nameOf(board)}`;
      await stopping(this.#dialogue, board, "Save", (how) =>
        this.#transfer("files/upload", board, [{ local, remote }], title, how),
      );
    });
  }

  #uploading(board: string, items: Transfer[], verb: Verb, title: string): Promise<TransferResult> {
    const changes = items.map(({ remote }) => ({ board, path: remote, kind: "created" }) as const);
    return this.#changing(changes, () =>
      stopping(this.#dialogue, board, verb, (how) => this.#transfer("files/upload", board, items, title, how)),
    );
  }

  #request<M extends Changing>(method: M, params: Params<M>, verb: Verb): Promise<Result<M>> {
    return stopping(this.#dialogue, params.board, verb, (whenRunning) =>
      this.#wire.request(method, { ...params, whenRunning }),
    );
  }

  #transfer(
    method: "files/upload" | "files/download",
    board: string,
    items: Transfer[],
    title: string,
    whenRunning: WhenRunning,
  ): Promise<TransferResult> {
    return following(this.#wire, this.#dialogue, title, (token, cancel) =>
      this.#wire.request(method, { board, items, token, whenRunning }, cancel),
    );
  }

  /** Also after a failure, since part of the work may have been done. */
  async #changing<T>(changes: readonly Change[], work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.#failed.fire(error);
      throw error;
    } finally {
      this.tell(changes);
    }
  }
}
