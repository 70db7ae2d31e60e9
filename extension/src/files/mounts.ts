// Mounts folders of this computer on boards: programs use their files, and nothing is copied.

import type { Board } from "../generated/contract.ts";
import type { Wire } from "../sidecar/wire.ts";
import { stopping, type Dialogue } from "./conversation.ts";

export class Mounts {
  readonly #wire: Wire;
  readonly #dialogue: Dialogue;
  readonly #told: (board: Board) => void;

  /** `told` takes the new state of a board. */
  constructor(wire: Wire, dialogue: Dialogue, told: (board: Board) => void) {
    this.#wire = wire;
    this.#dialogue = dialogue;
    this.#told = told;
  }

  async mount(board: string, folder: string): Promise<void> {
    const title = `Mounting on ${this.#dialogue.nameOf(board)}`;
    const mounted = await stopping(this.#dialogue, board, "Mount", (whenRunning) =>
      this.#dialogue.showing(title, (cancel) =>
        this.#wire.request("board/mount", { board, folder, whenRunning }, cancel),
      ),
    );
    this.#told(mounted);
  }

  async unmount(board: string): Promise<void> {
    this.#told(
      await stopping(this.#dialogue, board, "Unmount", (whenRunning) =>
        this.#wire.request("board/unmount", { board, whenRunning }),
      ),
    );
  }
}
