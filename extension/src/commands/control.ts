// Stop, the resets, and the REPL.

import type { Handler } from "./app.ts";
import { boardIn } from "./argument.ts";

export const stop: Handler = async ({ sidecar, store, targets }, argument) => {
  const clicked = boardIn(argument);
  const running = store.boards.filter(({ state }) => state === "running");
  // With one program running there is no question which is meant, whichever board was used last.
  const only = running.length === 1 ? running[0]?.id : undefined;
  const { id } = await targets.alreadyConnected({ clicked: clicked ?? only, placeHolder: "Stop the program on which board?" });
  await sidecar.request("board/interrupt", { board: id });
};

export const softReset: Handler = async ({ sidecar, listing, targets }, argument) => {
  const { id } = await targets.alreadyConnected({ clicked: boardIn(argument), placeHolder: "Reset which board?" });
  await sidecar.request("board/softReset", { board: id });
  listing.forget(id);
};

export const hardReset: Handler = async ({ sidecar, listing, targets }, argument) => {
  const { id } = await targets.alreadyConnected({ clicked: boardIn(argument), placeHolder: "Reset which board?" });
  await sidecar.request("board/hardReset", { board: id });
  listing.forget(id);
};

export const openRepl: Handler = async ({ sidecar, terminals, targets }, argument) => {
  await sidecar.start();
  const board = await targets.connected({ clicked: boardIn(argument), placeHolder: "Open the REPL of which board?" });
  if (board !== undefined) await terminals.show(board.id, { preserveFocus: false });
};
