// Watch Workspace.

import type { Saving } from "../sync/saving.ts";
import { folderOf, type ProjectTargetParts } from "../targets/projectTargets.ts";
import { isTrustedForSync } from "../ui/trust.ts";

export async function watch(
  parts: ProjectTargetParts & { readonly saving: Pick<Saving, "isWatching" | "toggle"> },
  argument: unknown,
): Promise<void> {
  const folder = (await isTrustedForSync()) ? await folderOf(parts, argument) : undefined;
  if (folder === undefined) return;
  const project = await parts.projects.read(folder); // its mistakes are told now
  // Nobody is asked later, so the board is chosen now.
  if (
    !parts.saving.isWatching(folder) &&
    project.boards.length === 0 &&
    (await parts.targets.connected({ placeHolder: "Sync to which board?" })) === undefined
  )
    return;
  parts.saving.toggle(folder);
}
