// Resets a board.

import type { Listing } from "../boards/listing.ts";
import type { Wire } from "../sidecar/wire.ts";

export interface ResetParts {
  readonly sidecar: Wire;
  readonly listing: Listing;
}

export async function resetBoard(
  { sidecar, listing }: ResetParts,
  board: string,
  method: "board/softReset" | "board/hardReset",
): Promise<void> {
  await sidecar.request(method, { board });
  listing.forget(board);
}
