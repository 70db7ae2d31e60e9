// Install Package….

import { installedText } from "../packages/words.ts";
import { pickPackage } from "../ui/packagePicker.ts";
import type { Handler } from "./app.ts";
import { boardIn } from "./argument.ts";
import { boardName } from "./items.ts";

export const installPackage: Handler = async (app, argument) => {
  await app.sidecar.start();
  const board = await app.targets.connected({ clicked: boardIn(argument), placeHolder: "Install a package on which board?" });
  if (board === undefined) return;
  const where = boardName(app, board.id);
  app.summary.clear();
  const name = await pickPackage(`Install Package on ${where}`, (text, token) => app.packages.search(text, token), app.errors);
  if (name === undefined) return;
  app.summary.show(installedText(await app.packages.install(board.id, name), where));
};
