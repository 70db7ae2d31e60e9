// Install Package… and Uninstall.

import { installedText, uninstalledText, whatOf } from "../packages/words.ts";
import { pickPackage } from "../ui/packagePicker.ts";
import { confirmLoss, someOf } from "../ui/prompts.ts";
import type { Packages } from "../packages/packages.ts";
import type { Targets } from "../targets/targets.ts";
import type { Errors } from "../ui/errors.ts";
import type { Summary } from "../ui/summary.ts";
import type { Handler } from "./handler.ts";
import { boardIn } from "../targets/argument.ts";
import { boardName, packagesIn, type BoardsView } from "../targets/items.ts";

export interface PackageParts extends BoardsView {
  readonly targets: Targets;
  readonly packages: Packages;
  readonly summary: Summary;
  readonly errors: Errors;
}

export const installPackage: Handler<PackageParts> = async (parts, argument) => {
  const board = await parts.targets.connected({
    clicked: boardIn(argument),
    placeHolder: "Install a package on which board?",
  });
  if (board === undefined) return;
  const where = boardName(parts, board.id);
  parts.summary.clear();
  const name = await pickPackage(
    `Install Package on ${where}`,
    (text, token) => parts.packages.search(text, token),
    parts.errors,
  );
  if (name === undefined) return;
  parts.summary.show(installedText(await parts.packages.install(board.id, name), where));
};

export const uninstallPackages: Handler<PackageParts> = async (parts, argument, selected) => {
  const items = packagesIn(parts, argument, selected);
  const names = items.map(({ installed }) => installed.name);
  const where = [...new Set(items.map(({ board }) => boardName(parts, board)))].join(" and ");
  const files = items.flatMap(({ installed }) => installed.files);
  const detail = `${someOf(files)}\n\nFiles that other packages also use are kept.`;
  if (items.length === 0 || !(await confirmLoss(`Uninstall ${whatOf(names)} from ${where}?`, detail, "Uninstall")))
    return;
  parts.summary.clear();
  let removed = 0;
  for (const { board, installed } of items) removed += (await parts.packages.uninstall(board, installed.name)).length;
  parts.summary.show(uninstalledText(names, removed, where));
};
