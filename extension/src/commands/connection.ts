// Connects and disconnects boards, and changes the list of boards.

import * as vscode from "vscode";
import { isConnected, isReady } from "../boards/board.ts";
import type { Board } from "../generated/contract.ts";
import { confirm, pickBoard } from "../ui/prompts.ts";
import type { Explain } from "../boards/board.ts";
import type { Listing } from "../boards/listing.ts";
import type { BoardStore } from "../boards/store.ts";
import { SidecarError } from "../sidecar/errors.ts";
import type { Wire } from "../sidecar/wire.ts";
import type { Targets } from "../targets/targets.ts";
import type { Terminals } from "../terminal/terminals.ts";
import type { Handler } from "./handler.ts";
import { boardIn } from "../targets/argument.ts";

export interface ConnectionParts {
  readonly sidecar: Wire;
  readonly store: BoardStore;
  readonly listing: Listing;
  readonly targets: Targets;
  readonly terminals: Pick<Terminals, "close">;
  readonly explain: Explain;
}

export const connect: Handler<ConnectionParts> = async (parts, argument) => {
  const { store, targets } = parts;
  await store.loaded();
  const clicked = store.get(boardIn(argument) ?? "");
  const board = clicked ?? (await chosen(parts));
  if (board !== undefined && !isReady(board)) await targets.connect(board);
};

/** Always asks, even with a single board: the user wants to see which boards there are. */
async function chosen({ store, explain, targets }: ConnectionParts): Promise<Board | undefined> {
  if (store.boards.length === 0) throw new SidecarError({ code: "no_board", facts: {} });
  const free = store.boards.filter((board) => !isConnected(board));
  const picked = await pickBoard(free, explain, free.length === 0 ? "All boards are connected" : "Which board?");
  return picked?.kind === "add" ? targets.add() : picked?.board;
}

export const add: Handler<ConnectionParts> = async ({ targets }) => {
  const board = await targets.add();
  if (board !== undefined && !isReady(board)) await targets.connect(board);
};

export const addVirtual: Handler<ConnectionParts> = async ({ targets }) => {
  await targets.add("virtual");
};

export const disconnect: Handler<ConnectionParts> = async ({ sidecar, targets }, argument) => {
  const board = await targets.alreadyConnected({ clicked: boardIn(argument), placeHolder: "Disconnect which board?" });
  if (board !== undefined) await sidecar.request("board/disconnect", { board: board.id });
};

export const refresh: Handler<ConnectionParts> = async ({ store, listing }) => {
  listing.forgetAll();
  await store.refresh();
};

export const rename: Handler<ConnectionParts> = async ({ sidecar, store, targets }, argument) => {
  const board = await targets.board({ clicked: boardIn(argument), placeHolder: "Rename which board?" });
  if (board === undefined) return;
  const prompt = `A name for ${board.address}. Leave it empty for the original name.`;
  const name = await vscode.window.showInputBox({ prompt, value: board.name });
  if (name !== undefined) store.put(await sidecar.request("boards/rename", { board: board.id, name: name.trim() }));
};

export const forget: Handler<ConnectionParts> = async ({ sidecar, store, targets, terminals }, argument) => {
  const eligible = ({ remembered }: Board): boolean => remembered;
  if (!store.boards.some(eligible)) {
    void vscode.window.showInformationMessage("No boards are remembered. The list shows only boards that are present.");
    return;
  }
  const board = await targets.board({ clicked: boardIn(argument), eligible, placeHolder: "Forget which board?" });
  if (board === undefined) return;
  const detail = isConnected(board) ? "It will be disconnected first." : "You can add it again at any time.";
  if (!(await confirm(`Forget ${board.name}?`, detail, "Forget"))) return;
  terminals.close(board.id);
  await sidecar.request("boards/forget", { board: board.id });
};
