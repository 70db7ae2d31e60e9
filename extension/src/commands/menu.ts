// The menu of the status bar item: what can be done with the current board now.

import * as vscode from "vscode";
import { isConnected } from "../boards/board.ts";
import { activityOf } from "../boards/items.ts";
import type { Board } from "../generated/contract.ts";
import type { CommandId } from "../lib/ids.ts";
import type { SidecarState } from "../sidecar/sidecar.ts";
import type { Targets } from "../targets/targets.ts";
import type { Handler } from "./handler.ts";

export interface MenuParts {
  readonly targets: Targets;
  readonly sidecar: { readonly state: SidecarState };
}

interface Item extends vscode.QuickPickItem {
  readonly command?: CommandId;
  /** Not about the current board: the command asks for one. */
  readonly asks?: boolean;
}

export const showMenu: Handler<MenuParts> = async ({ targets, sidecar }) => {
  const board = targets.current;
  const placeHolder = board === undefined ? "MicroPython" : `${board.name}: ${activityOf(board)}`;
  const picked = await vscode.window.showQuickPick([...boardItems(board), ...always(sidecar)], { placeHolder });
  if (picked?.command === undefined) return;
  const about = board === undefined || picked.asks === true ? undefined : { board: board.id };
  await vscode.commands.executeCommand(picked.command, about);
};

function boardItems(board: Board | undefined): Item[] {
  if (board === undefined) return [];
  if (!isConnected(board))
    return [{ label: "$(plug) Connect", description: board.name, command: "jumperwire.connect" }, separator()];
  return [
    ...(board.state === "running" ? [stopItem(board)] : []),
    { label: "$(terminal) Open REPL", command: "jumperwire.openRepl" },
    ...(vscode.workspace.workspaceFolders === undefined ? [] : [...SYNCS, MOUNT]),
    ...(board.mounted === null ? [] : [UNMOUNT]),
    {
      label: "$(package) Install Package…",
      description: "from an index, a repository, an address",
      command: "jumperwire.installPackage",
    },
    { label: "$(refresh) Soft Reset", description: "restart the interpreter", command: "jumperwire.softReset" },
    {
      label: "$(debug-restart) Hard Reset",
      description: "like pressing its reset button",
      command: "jumperwire.hardReset",
    },
    { label: "$(debug-disconnect) Disconnect", description: "free the port", command: "jumperwire.disconnect" },
    separator(),
  ];
}

const SYNCS: readonly Item[] = [
  {
    label: "$(cloud-upload) Sync Workspace to Board",
    description: "make the board match the workspace",
    command: "jumperwire.sync",
  },
  {
    label: "$(checklist) Preview Sync",
    description: "see first what would change",
    command: "jumperwire.previewSync",
  },
];

const MOUNT: Item = {
  label: "$(folder-library) Mount Workspace on Board",
  description: "programs import from it, nothing is copied",
  command: "jumperwire.mountWorkspace",
};
const UNMOUNT: Item = {
  label: "$(folder) Unmount Workspace",
  description: "the board uses its own files again",
  command: "jumperwire.unmountWorkspace",
};

function stopItem({ program }: Board): Item {
  return { label: "$(debug-stop) Stop Program", description: program ?? "", command: "jumperwire.stop" };
}

function always({ state }: MenuParts["sidecar"]): Item[] {
  const failed = state.kind === "failed";
  return [
    ...(failed
      ? [{ label: "$(debug-restart) Restart Jumperwire", command: "jumperwire.restartSidecar" } as const]
      : []),
    { label: "$(list-selection) Connect to Another Board…", command: "jumperwire.connect", asks: true },
    { label: "$(add) Add Board…", command: "jumperwire.addBoard" },
    { label: "$(output) Show Log", command: "jumperwire.showLog" },
    { label: "$(copy) Copy Diagnostics", command: "jumperwire.copyDiagnostics" },
  ];
}

function separator(): Item {
  return { label: "", kind: vscode.QuickPickItemKind.Separator };
}
