// Adds a board: an address, or a new virtual board.

import * as vscode from "vscode";
import type { BoardStore } from "../boards/store.ts";
import type { Board } from "../generated/contract.ts";
import type { Wire } from "../sidecar/wire.ts";

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

/** Asks for the kind and the address; undefined if the user changed their mind. */
export async function addBoard(wire: Wire, store: BoardStore): Promise<Board | undefined> {
  const kind = await vscode.window.showQuickPick(KINDS, { placeHolder: "What kind of board?", matchOnDetail: true });
  return kind === undefined ? undefined : addOf(kind, wire, store);
}

export function addVirtualBoard(wire: Wire, store: BoardStore): Promise<Board | undefined> {
  return addOf(VIRTUAL, wire, store);
}

async function addOf({ prefix, prompt, placeHolder }: Kind, wire: Wire, store: BoardStore): Promise<Board | undefined> {
  const text = await vscode.window.showInputBox({ prompt, placeHolder, validateInput: complaintAbout });
  if (text === undefined) return undefined;
  const board = await wire.request("boards/add", { address: addressOf(prefix, text.trim()) });
  store.put(board);
  return board;
}

/** Also accepts an address that was typed with its prefix. */
function addressOf(prefix: string, text: string): string {
  return text.startsWith(prefix) ? text : prefix + text;
}

function complaintAbout(text: string): string | undefined {
  return text.trim() === "" ? "Something is needed here." : undefined;
}
