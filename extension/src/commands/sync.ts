// Sync Workspace to Board, Download Board to Workspace, Sync and Run.

import { targetOf } from "../targets/projectTargets.ts";
import { syncAndRun, syncTo, syncWorkspace, type WorkspaceSyncParts } from "../workspaceSync/sync.ts";

export async function sync(parts: WorkspaceSyncParts, argument: unknown): Promise<void> {
  await syncWorkspace(parts, argument);
}

export async function downloadBoard(parts: WorkspaceSyncParts, argument: unknown): Promise<void> {
  const target = await targetOf(parts, argument, "Download which board?");
  if (target !== undefined) await syncTo(parts, target, { direction: "download" });
}

export async function syncAndRunFile(parts: WorkspaceSyncParts, argument: unknown): Promise<void> {
  await syncAndRun(parts, argument);
}
