// Adds a board by its address, and keeps it only if it can be reached.

import type { CancellationToken } from "vscode";
import { isReady } from "../boards/board.ts";
import type { BoardStore } from "../boards/store.ts";
import type { Board } from "../generated/contract.ts";
import type { Wire } from "../sidecar/wire.ts";

/** Adds and connects a board; one that is not reached is not kept, unless it was known before. */
export async function reach(
  { wire, store }: { readonly wire: Wire; readonly store: BoardStore },
  address: string,
  cancel: CancellationToken | undefined,
): Promise<Board> {
  const before = store.boards;
  const added = await wire.request("boards/add", { address });
  try {
    const connected = isReady(added) ? added : await wire.request("board/connect", { board: added.id }, cancel);
    store.put(connected);
    return connected;
  } catch (error) {
    if (!before.some(({ id, remembered }) => id === added.id && remembered))
      await wire.request("boards/forget", { board: added.id });
    throw error;
  }
}
