// Finds the board that a command is about, and connects it if the command needs that.

import type { Explain } from "../boards/board.ts";
import { isConnected, isReady } from "../boards/board.ts";
import { choose, type Choice } from "../boards/choose.ts";
import type { BoardMemory } from "../boards/memory.ts";
import type { BoardStore } from "../boards/store.ts";
import type { Board } from "../generated/contract.ts";
import { SidecarError } from "../sidecar/errors.ts";
import type { Wire } from "../sidecar/wire.ts";
import { withPatience } from "../ui/progress.ts";
import { pickBoard } from "../ui/prompts.ts";
import { addBoard, addVirtualBoard } from "./addBoard.ts";

export interface TargetOptions {
  /** The id of a board that was given with the command. */
  readonly clicked?: string | undefined;
  readonly eligible?: (board: Board) => boolean;
  readonly placeHolder?: string;
}

export class Targets {
  readonly #wire: Wire;
  readonly #store: BoardStore;
  readonly #memory: BoardMemory;
  readonly #explain: Explain;
  readonly #activeTerminal: () => string | undefined;

  constructor(
    wire: Wire,
    store: BoardStore,
    memory: BoardMemory,
    explain: Explain,
    activeTerminal: () => string | undefined,
  ) {
    this.#wire = wire;
    this.#store = store;
    this.#memory = memory;
    this.#explain = explain;
    this.#activeTerminal = activeTerminal;
  }

  /** The board that would be used without asking. */
  get current(): Board | undefined {
    const choice = this.#choose({});
    return choice.kind === "board" ? choice.board : undefined;
  }

  /** Returns the board, asking if it is not clear; undefined if the user did not choose. */
  async board(options: TargetOptions): Promise<Board | undefined> {
    await this.#store.loaded();
    const choice = this.#choose(options);
    const board = choice.kind === "board" ? choice.board : await this.#ask(choice, options.placeHolder);
    if (board !== undefined) await this.#memory.use(board.id);
    return board;
  }

  /** Returns the board, as `board` does, and connects it. */
  async connected(options: TargetOptions): Promise<Board | undefined> {
    const board = await this.board(options);
    return board === undefined || isReady(board) ? board : this.connect(board);
  }

  /** Returns the connected board, and never connects one: for commands such as a reset that need a connection. */
  async alreadyConnected(options: TargetOptions): Promise<Board | undefined> {
    if (!this.#store.boards.some(isConnected)) throw new SidecarError({ code: "not_connected", facts: {} });
    return this.board({ eligible: isConnected, ...options });
  }

  /** Asks for a new board, and returns it connected, unless it is one that was found. */
  async add(kind: "any" | "virtual" = "any"): Promise<Board | undefined> {
    await this.#store.loaded();
    const parts = { wire: this.#wire, store: this.#store, explain: this.#explain };
    const board = await (kind === "any" ? addBoard(parts) : addVirtualBoard(parts));
    if (board !== undefined) await this.#memory.use(board.id);
    return board;
  }

  async connect(board: Board): Promise<Board> {
    await this.#memory.use(board.id);
    return withPatience(`Connecting to ${board.name}…`, async (token) => {
      const connected = await this.#wire.request("board/connect", { board: board.id }, token);
      this.#store.put(connected);
      return connected;
    });
  }

  #choose({ clicked, eligible = () => true }: TargetOptions): Choice {
    const hints = { clicked, terminal: this.#activeTerminal(), lastUsed: this.#memory.lastUsed };
    return choose(this.#store.boards, hints, eligible);
  }

  async #ask(choice: Exclude<Choice, { kind: "board" }>, placeHolder = "Which board?"): Promise<Board | undefined> {
    if (choice.kind === "none") throw new SidecarError({ code: "no_board", facts: {} });
    const picked = await pickBoard(choice.boards, this.#explain, placeHolder);
    return picked?.kind === "add" ? this.add() : picked?.board;
  }
}
