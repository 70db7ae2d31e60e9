// What commands work with; built once, in extension.ts.

import type * as vscode from "vscode";
import type { Attention } from "../boards/attention.ts";
import type { Explain } from "../boards/board.ts";
import type { Installed } from "../boards/installed.ts";
import type { Listing } from "../boards/listing.ts";
import type { BoardMemory } from "../boards/memory.ts";
import type { BoardStore } from "../boards/store.ts";
import type { Mounts } from "../files/mounts.ts";
import type { FileOperations } from "../files/operations.ts";
import type { LogChannel } from "../log.ts";
import type { Packages } from "../packages/packages.ts";
import type { Sidecar } from "../sidecar/sidecar.ts";
import type { Asking } from "../sync/decision.ts";
import type { SyncPreview } from "../sync/previewView.ts";
import type { Projects } from "../sync/projects.ts";
import type { Saving } from "../sync/saving.ts";
import type { SyncStates } from "../sync/states.ts";
import type { Syncs } from "../sync/syncs.ts";
import type { Runs } from "../terminal/runs.ts";
import type { Terminals } from "../terminal/terminals.ts";
import type { Errors } from "../ui/errors.ts";
import type { Summary } from "../ui/summary.ts";
import type { Targets } from "./targets.ts";

export interface App {
  readonly sidecar: Sidecar;
  readonly store: BoardStore;
  readonly listing: Listing;
  readonly installed: Installed;
  readonly files: FileOperations;
  readonly packages: Packages;
  readonly mounts: Mounts;
  readonly syncs: Syncs;
  readonly projects: Projects;
  readonly preview: SyncPreview;
  readonly saving: Saving;
  readonly states: SyncStates;
  readonly asking: Asking;
  readonly summary: Summary;
  readonly attention: Attention;
  readonly memory: BoardMemory;
  readonly terminals: Terminals;
  readonly runs: Runs<vscode.Uri>;
  readonly targets: Targets;
  readonly errors: Errors;
  readonly explain: Explain;
  readonly log: LogChannel;
  /** The extension's own version. */
  readonly version: string;
}

/** `argument` is what VS Code passes: a tree node, a URI, or nothing; `selected` is all that is selected with it. */
export type Handler = (app: App, argument: unknown, selected?: unknown) => Promise<void> | void;
