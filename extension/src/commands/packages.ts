// Install Package… and Uninstall.

import { installedText, uninstalledText, whatOf } from "../packages/words.ts";
import { pickPackage } from "../ui/packagePicker.ts";
import { confirm, someOf } from "../ui/prompts.ts";
import type { Handler } from "./app.ts";
import { boardIn } from "./argument.ts";
import { boardName, packagesIn } from "./items.ts";

export const installPackage: Handler = async (app, argument) => {
  await app.sidecar.start();
  const board = await app.targets.connected({
    clicked: boardIn(argument),
    placeHolder: "Install a package on which board?",
  });
  if (board === undefined) return;
  const where = boardName(app, board.id);
  app.summary.clear();
  const name = await pickPackage(
    `Install Package on ${where}`,
    (text, token) => app.packages.search(text, token),
    app.errors,
  );
  if (name === undefined) return;
  app.summary.show(installedText(await app.packages.install(board.id, name), where));
};

export const uninstallPackages: Handler = async (app, argument, selected) => {
  const items = packagesIn(app, argument, selected);
  const names = items.map(({ installed }) => installed.name);
  const where = [...new Set(items.map(({ board }) => boardName(app, board)))].join(" and ");
  const files = items.flatMap(({ installed }) => installed.files);
  const detail = `${someOf(files)}\n\nFiles that another package has as well stay.`;
  if (items.length === 0 || !(await confirm(`Uninstall ${whatOf(names)} from ${where}?`, detail, "Uninstall"))) return;
  app.summary.clear();
  let removed = 0;
  for (const { board, installed } of items) removed += (await app.packages.uninstall(board, installed.name)).length;
  app.summary.show(uninstalledText(names, removed, where));
};
