// Stop, the resets, and the REPL.

import type { App, Handler } from "./app.ts";
import { boardIn } from "./argument.ts";

export const stop: Handler = async ({ sidecar, store, targets }, argument) => {
  const clicked = boardIn(argument);
  const running = store.boards.filter(({ state }) => state === "running");
  // With one program running there is no question which is meant, whichever board was used last.
  const only = running.length === 1 ? running[0]?.id : undefined;
  const board = await targets.alreadyConnected({
    clicked: clicked ?? only,
    placeHolder: "Stop the program on which board?",
  });
  if (board !== undefined) await sidecar.request("board/interrupt", { board: board.id });
};

export const softReset: Handler = (app, argument) => reset(app, argument, "board/softReset");

export const hardReset: Handler = (app, argument) => reset(app, argument, "board/hardReset");

async function reset(app: App, argument: unknown, method: "board/softReset" | "board/hardReset"): Promise<void> {
  const board = await app.targets.alreadyConnected({ clicked: boardIn(argument), placeHolder: "Reset which board?" });
  if (board !== undefined) await resetBoard(app, board.id, method);
}

export async function resetBoard(
  { sidecar, listing }: App,
  board: string,
  method: "board/softReset" | "board/hardReset",
): Promise<void> {
  await sidecar.request(method, { board });
  listing.forget(board);
}

export const openRepl: Handler = async ({ sidecar, terminals, targets }, argument) => {
  await sidecar.start();
  const board = await targets.connected({ clicked: boardIn(argument), placeHolder: "Open the REPL of which board?" });
  if (board !== undefined) await terminals.show(board.id, { preserveFocus: false });
};
