// The handler of each command. All errors are shown in the same way.

import * as vscode from "vscode";
import type { BoardMemory } from "../boards/memory.ts";
import type { LogChannel } from "../log.ts";
import type { Sidecar } from "../sidecar/sidecar.ts";
import type { Errors } from "../ui/errors.ts";
import type { Handler } from "./handler.ts";
import type { CommandId } from "../lib/ids.ts";
import { Disposables, type Disposable } from "../lib/disposables.ts";
import { add, addVirtual, connect, disconnect, forget, refresh, rename } from "./connection.ts";
import { hardReset, openRepl, softReset, stop } from "./control.ts";
import { copyDiagnostics } from "./diagnostics.ts";
import { copyPath, deleteEntries, newFile, newFolder, openFiles, renameEntry } from "./entries.ts";
import { showMenu } from "./menu.ts";
import { mountWorkspace, unmountWorkspace } from "./mount.ts";
import { installPackage, uninstallPackages } from "./packages.ts";
import { applyPreview, previewSync, refreshPreview } from "../workspaceSync/preview.ts";
import { compare, initializeProject } from "./project.ts";
import { properties } from "./properties.ts";
import { runFile, runSelection } from "./run.ts";
import { closePreview, comparePreviewed, takeBoards, takeMine } from "./preview.ts";
import { downloadBoard, sync, syncAndRunFile } from "./sync.ts";
import { download } from "../transfers/downloads.ts";
import { upload } from "../transfers/uploads.ts";
import { uploadFiles, uploadFolder } from "./transfers.ts";
import { watch } from "./watch.ts";

const HANDLERS = {
  "jumperwire.addBoard": add,
  "jumperwire.addVirtualBoard": addVirtual,
  "jumperwire.applyPreview": applyPreview,
  "jumperwire.askAgain": ({ memory }: { readonly memory: BoardMemory }) => memory.askAgain(),
  "jumperwire.closePreview": closePreview,
  "jumperwire.compare": compare,
  "jumperwire.comparePreviewed": comparePreviewed,
  "jumperwire.connect": connect,
  "jumperwire.copyDiagnostics": copyDiagnostics,
  "jumperwire.copyPath": copyPath,
  "jumperwire.delete": deleteEntries,
  "jumperwire.disconnect": disconnect,
  "jumperwire.download": download,
  "jumperwire.downloadBoard": downloadBoard,
  "jumperwire.forgetBoard": forget,
  "jumperwire.hardReset": hardReset,
  "jumperwire.initializeProject": initializeProject,
  "jumperwire.installPackage": installPackage,
  "jumperwire.mountWorkspace": mountWorkspace,
  "jumperwire.newFile": newFile,
  "jumperwire.newFolder": newFolder,
  "jumperwire.open": openFiles,
  "jumperwire.openRepl": openRepl,
  "jumperwire.previewSync": previewSync,
  "jumperwire.properties": properties,
  "jumperwire.refresh": refresh,
  "jumperwire.refreshPreview": refreshPreview,
  "jumperwire.rename": renameEntry,
  "jumperwire.renameBoard": rename,
  "jumperwire.restartSidecar": ({ sidecar }: { readonly sidecar: Sidecar }) => sidecar.restart(),
  "jumperwire.runFile": runFile,
  "jumperwire.runSelection": runSelection,
  "jumperwire.showLog": ({ log }: { readonly log: LogChannel }) => {
    log.show();
  },
  "jumperwire.showMenu": showMenu,
  "jumperwire.softReset": softReset,
  "jumperwire.stop": stop,
  "jumperwire.sync": sync,
  "jumperwire.syncAndRun": syncAndRunFile,
  "jumperwire.takeBoards": takeBoards,
  "jumperwire.takeMine": takeMine,
  "jumperwire.uninstallPackage": uninstallPackages,
  "jumperwire.unmountWorkspace": unmountWorkspace,
  "jumperwire.upload": upload,
  "jumperwire.uploadFiles": uploadFiles,
  "jumperwire.uploadFolder": uploadFolder,
  "jumperwire.watch": watch,
} satisfies Record<CommandId, Handler<never>>;

/** All parts that handlers need, derived from their types so that nobody maintains a list. */
type PartsOf<H> = H extends (parts: infer P, ...rest: never[]) => unknown ? (parts: P) => void : never;
type Together<F> = (F extends unknown ? F : never) extends (parts: infer P) => void ? P : never;
type CommandParts = Together<PartsOf<(typeof HANDLERS)[CommandId]>> & { readonly errors: Errors };

export function registerCommands(parts: CommandParts): Disposable {
  const owned = new Disposables();
  for (const [id, handler] of Object.entries(HANDLERS) as [string, Handler<CommandParts>][]) {
    owned.add(
      vscode.commands.registerCommand(id, async (argument: unknown, selected: unknown) => {
        try {
          await handler(parts, argument, selected);
        } catch (error) {
          parts.errors.show(error);
        }
      }),
    );
  }
  return owned;
}
