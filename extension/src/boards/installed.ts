// The packages on boards, as they were last seen: see listing.ts.

import type { InstalledPackage } from "../generated/contract.ts";
import { Disposables, type Disposable } from "../lib/disposables.ts";
import { Emitter, type Event } from "../lib/emitter.ts";
import { forgetFailure } from "../lib/forgetFailure.ts";
import type { Wire } from "../sidecar/wire.ts";

export class Installed implements Disposable {
  readonly #wire: Wire;
  readonly #owned = new Disposables();
  readonly #changed = this.#owned.add(new Emitter<string>());
  readonly #known = new Map<string, Promise<readonly InstalledPackage[]>>();

  /** Fires with a board whose packages must be read again. */
  readonly onDidChange = this.#changed.event;

  /** `filesChanged` fires with a board whose files may have changed. */
  constructor(wire: Wire, filesChanged: Event<string>) {
    this.#wire = wire;
    this.#owned.add(
      filesChanged((board) => {
        this.forget(board);
      }),
    );
  }

  async on(board: string): Promise<readonly InstalledPackage[]> {
    const known = this.#known.get(board);
    if (known !== undefined) return known;
    const asked = this.#wire.request("packages/list", { board }).then(({ packages }) => packages);
    this.#known.set(board, asked);
    forgetFailure(this.#known, board, asked);
    return asked;
  }

  forget(board: string): void {
    if (this.#known.delete(board)) this.#changed.fire(board);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
