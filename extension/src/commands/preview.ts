// The Sync Preview's Close button and the menu of its rows.

import type { SyncPreview } from "../sync/previewView.ts";
import { isRow } from "../sync/rows.ts";

interface Parts {
  readonly preview: SyncPreview;
}

export function closePreview({ preview }: Parts): void {
  preview.close();
}

export async function comparePreviewed({ preview }: Parts, row: unknown): Promise<void> {
  if (isRow(row)) await preview.open(row);
}

export function takeMine({ preview }: Parts, row: unknown): void {
  if (isRow(row)) preview.tick(row, row.of.plan.direction === "upload");
}

export function takeBoards({ preview }: Parts, row: unknown): void {
  if (isRow(row)) preview.tick(row, row.of.plan.direction === "download");
}
