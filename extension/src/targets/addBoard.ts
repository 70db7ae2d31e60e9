// Adds a board: an address, or a new virtual board.

import * as vscode from "vscode";
import { isConnected, isPresent } from "../boards/board.ts";
import type { Board } from "../generated/contract.ts";
import { askForBoard, type AddressParts, type AddressQuestion } from "./addressBox.ts";

interface Kind extends vscode.QuickPickItem {
  readonly prefix: string;
  readonly prompt: string;
  readonly placeHolder: string;
}

const VIRTUAL: Kind = {
  label: "$(beaker) Virtual Board",
  detail: "A simulated board with files of its own: real MicroPython, no pins, no network.",
  prefix: "virtual:",
  prompt: "A name for the virtual board",
  placeHolder: "bench",
};

const KINDS: readonly Kind[] = [
  VIRTUAL,
  {
    label: "$(plug) Serial Port",
    detail: "A port that is not found by itself, such as a Bluetooth or built-in one.",
    prefix: "",
    prompt: "The port",
    placeHolder: process.platform === "win32" ? "COM7" : "/dev/ttyACM0",
  },
  {
    label: "$(globe) Network",
    detail: "A board behind a TCP socket, such as a serial-to-network adapter or an emulator.",
    prefix: "socket://",
    prompt: "Host and port",
    placeHolder: "192.168.1.20:2323",
  },
  {
    label: "$(terminal) Command",
    detail: "A program that talks as a board does, such as MicroPython's Unix port.",
    prefix: "exec:",
    prompt: "The command line",
    placeHolder: "micropython",
  },
];

interface Row extends vscode.QuickPickItem {
  readonly chosen?: Kind | Board;
}

/** Asks for the kind and the address; undefined if the user changed their mind. A board that was found is not connected yet. */
export async function addBoard(parts: AddressParts): Promise<Board | undefined> {
  const rows = [...found(parts.store.boards), ...KINDS.map((kind) => ({ ...kind, chosen: kind }))];
  const row = await vscode.window.showQuickPick<Row>(rows, { placeHolder: "What kind of board?", matchOnDetail: true });
  if (row?.chosen === undefined) return undefined;
  return "id" in row.chosen ? row.chosen : askForBoard(parts, questionOf(row.chosen));
}

export function addVirtualBoard(parts: AddressParts): Promise<Board | undefined> {
  return askForBoard(parts, questionOf(VIRTUAL));
}

/** The ports on which something is plugged in, so that nobody types what can be seen. */
function found(boards: readonly Board[]): Row[] {
  const ports = boards.filter((board) => board.kind === "serial" && isPresent(board) && !isConnected(board));
  const rows = ports.map((board) => ({ label: `$(plug) ${board.name}`, description: board.address, chosen: board }));
  return ports.length === 0 ? [] : [...rows, { label: "", kind: vscode.QuickPickItemKind.Separator }];
}

/** Also accepts an address that was typed with its prefix. */
function questionOf({ prefix, prompt, placeHolder }: Kind): AddressQuestion {
  return { prompt, placeHolder, addressOf: (text) => (text.startsWith(prefix) ? text : prefix + text) };
}
