// Searches, installs and uninstalls packages of boards. Their changes are reported like any other change.

import type { CancellationToken } from "vscode";
import { following, stopping, type Dialogue } from "../files/conversation.ts";
import type { Change } from "../files/operations.ts";
import type { IndexedPackage, InstalledPackage, PackageInstallResult } from "../generated/contract.ts";
import { inFolder } from "../lib/boardPath.ts";
import type { Wire } from "../sidecar/wire.ts";

export interface PackagesHost {
  /** An address; empty for micropython-lib's index. */
  index(): string;
  tell(changes: readonly Change[]): void;
  /** Fires when a board's packages may have changed. */
  touch(board: string): void;
}

export class Packages {
  readonly #wire: Wire;
  readonly #dialogue: Dialogue;
  readonly #host: PackagesHost;

  constructor(wire: Wire, dialogue: Dialogue, host: PackagesHost) {
    this.#wire = wire;
    this.#dialogue = dialogue;
    this.#host = host;
  }

  async search(text: string, token?: CancellationToken): Promise<readonly IndexedPackage[]> {
    return (await this.#wire.request("packages/search", { text, index: this.#host.index() }, token)).packages;
  }

  /** `name` is the name of a package in the index, with or without a version, or an address. */
  async install(board: string, name: string): Promise<PackageInstallResult> {
    const title = `Installing ${name} on ${this.#dialogue.nameOf(board)}`;
    const index = this.#host.index();
    return this.#touching(board, async () => {
      const result = await stopping(this.#dialogue, board, "Install", (whenRunning) =>
        following(this.#wire, this.#dialogue, title, (token, cancel) =>
          this.#wire.request("packages/install", { board, packages: [name], index, token, whenRunning }, cancel),
        ),
      );
      this.#host.tell(changesOf(board, result));
      return result;
    });
  }

  /** Returns the files that were deleted. */
  async uninstall(board: string, name: string): Promise<readonly string[]> {
    return this.#touching(board, async () => {
      const { removed } = await stopping(this.#dialogue, board, "Uninstall", (whenRunning) =>
        this.#wire.request("packages/uninstall", { board, package: name, whenRunning }),
      );
      this.#host.tell(removed.map((path) => ({ board, path, kind: "deleted" })));
      return removed;
    });
  }

  /** Also after a failure, since part of the work may have been done. */
  async #touching<T>(board: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      this.#host.touch(board);
    }
  }
}

function changesOf(board: string, { target, packages, removed }: PackageInstallResult): readonly Change[] {
  const there = packages.flatMap(({ files }: InstalledPackage) => files.map((file) => inFolder(target, file)));
  return [
    ...there.map((path) => ({ board, path, kind: "changed" }) as const),
    ...removed.map((path) => ({ board, path, kind: "deleted" }) as const),
  ];
}
