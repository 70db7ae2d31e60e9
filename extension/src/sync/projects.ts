// The project folder that a file of this computer belongs to, and the contents of its project file.

import type { Project } from "../generated/contract.ts";
import type { Disposable } from "../lib/disposables.ts";
import { Emitter } from "../lib/emitter.ts";
import type { Wire } from "../sidecar/wire.ts";
import { parentOf } from "./localPath.ts";

export const PROJECT_FILE = "jumperwire.toml";

/** The result of reading a folder's project file, or the error. */
export interface Read {
  readonly folder: string;
  readonly error: unknown;
}

export class Projects implements Disposable {
  readonly #wire: Wire;
  readonly #exists: (file: string) => Promise<boolean>;
  // Saves ask often, and the file rarely changes.
  readonly #known = new Map<string, Promise<Project>>();
  readonly #read = new Emitter<Read>();

  readonly onDidRead = this.#read.event;

  constructor(wire: Wire, exists: (file: string) => Promise<boolean>) {
    this.#wire = wire;
    this.#exists = exists;
  }

  /** Returns the nearest folder with a project file, up to the workspace folder; that one if there is none. */
  async folderOf(path: string, root: string): Promise<string> {
    for (let folder = parentOf(path); folder.length > root.length; folder = parentOf(folder)) {
      if (await this.#exists(`${folder}/${PROJECT_FILE}`)) return folder;
    }
    return root;
  }

  /** The project as its file is now. */
  async read(folder: string): Promise<Project> {
    this.#known.delete(folder);
    return this.known(folder);
  }

  /** The project as last read, unless `forget` was called since. */
  async known(folder: string): Promise<Project> {
    const known = this.#known.get(folder);
    if (known !== undefined) return known;
    const asked = this.#wire.request("project/read", { folder });
    this.#known.set(folder, asked);
    asked.then(
      () => {
        this.#read.fire({ folder, error: undefined });
      },
      (error: unknown) => {
        if (this.#known.get(folder) === asked) this.#known.delete(folder);
        this.#read.fire({ folder, error });
      },
    );
    return asked;
  }

  /** Avoids a question at every save in a workspace that has nothing to do with boards. */
  async ifAny(folder: string, wanted: boolean): Promise<Project | undefined> {
    return wanted || (await this.#exists(`${folder}/${PROJECT_FILE}`)) ? this.known(folder) : undefined;
  }

  forget(): void {
    this.#known.clear();
  }

  dispose(): void {
    this.#read.dispose();
  }
}
