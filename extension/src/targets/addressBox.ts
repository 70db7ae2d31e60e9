// The input box for a board's address: it stays open, with what was typed, until the board was reached.

import * as vscode from "vscode";
import type { Explain } from "../boards/board.ts";
import type { BoardStore } from "../boards/store.ts";
import type { Board } from "../generated/contract.ts";
import { SidecarError } from "../sidecar/errors.ts";
import type { Wire } from "../sidecar/wire.ts";
import { reach } from "./reach.ts";

export interface AddressParts {
  readonly wire: Wire;
  readonly store: BoardStore;
  readonly explain: Explain;
}

export interface AddressQuestion {
  readonly prompt: string;
  readonly placeHolder: string;
  addressOf(text: string): string;
}

const KEEP = { iconPath: new vscode.ThemeIcon("save"), tooltip: "Keep It in the List Anyway" };

/** Returns the connected board; undefined if the user gave up, or keeps a board that was not reached. */
export async function askForBoard(parts: AddressParts, question: AddressQuestion): Promise<Board | undefined> {
  const box = vscode.window.createInputBox();
  box.prompt = question.prompt;
  box.placeholder = question.placeHolder;
  // Addresses are looked up elsewhere, and connecting takes the focus from the box.
  box.ignoreFocusOut = true;
  const cancel = new vscode.CancellationTokenSource();
  try {
    return await new Promise<Board | undefined>((resolve, reject) => {
      const address = (): string => question.addressOf(box.value.trim());
      box.onDidChangeValue(() => {
        box.validationMessage = undefined;
      });
      box.onDidHide(() => {
        cancel.cancel();
        resolve(undefined);
      });
      box.onDidTriggerButton(() => {
        keep(parts, address()).then(resolve, reject);
      });
      box.onDidAccept(() => {
        if (box.value.trim() === "") box.validationMessage = "Something is needed here.";
        else if (box.enabled)
          tryIn(box, () => reach(parts, address(), cancel.token), parts.explain).then(resolve, reject);
      });
      box.show();
    });
  } finally {
    box.dispose();
    cancel.dispose();
  }
}

/** Leaves the promise open as long as the user can try again. */
function tryIn(box: vscode.InputBox, work: () => Promise<Board>, explain: Explain): Promise<Board> {
  box.enabled = false;
  box.busy = true;
  return work().catch((error: unknown) => {
    if (!(error instanceof SidecarError)) throw error;
    box.busy = false;
    box.enabled = true;
    box.validationMessage = explain(error.fault);
    // What is no address at all cannot be kept.
    box.buttons = error.code === "address_invalid" ? [] : [KEEP];
    return new Promise<Board>(() => undefined);
  });
}

async function keep({ wire, store }: AddressParts, address: string): Promise<undefined> {
  store.put(await wire.request("boards/add", { address }));
}
