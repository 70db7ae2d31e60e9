// Which handler serves which command. Errors of all of them are shown in one way.

import * as vscode from "vscode";
import type { CommandId } from "../lib/ids.ts";
import { Disposables, type Disposable } from "../lib/disposables.ts";
import { add } from "./addBoard.ts";
import type { App, Handler } from "./app.ts";
import { connect, disconnect, forget, refresh, rename } from "./connection.ts";
import { hardReset, openRepl, softReset, stop } from "./control.ts";
import { copyDiagnostics } from "./diagnostics.ts";
import { copyPath, deleteEntries, newFile, newFolder, renameEntry } from "./entries.ts";
import { showMenu } from "./menu.ts";
import { mountWorkspace, unmountWorkspace } from "./mount.ts";
import { installPackage, uninstallPackages } from "./packages.ts";
import { applyPreview, closePreview, previewSync, refreshPreview } from "./preview.ts";
import { compare, initializeProject } from "./project.ts";
import { properties } from "./properties.ts";
import { runFile, runSelection } from "./run.ts";
import { downloadBoard, sync, syncAndRunFile } from "./sync.ts";
import { download, upload, uploadFiles, uploadFolder } from "./transfers.ts";
import { watch } from "./watch.ts";

const HANDLERS: Record<CommandId, Handler> = {
  "jumperwire.addBoard": add,
  "jumperwire.applyPreview": applyPreview,
  "jumperwire.askAgain": ({ memory }) => memory.askAgain(),
  "jumperwire.closePreview": closePreview,
  "jumperwire.compare": compare,
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
  "jumperwire.openRepl": openRepl,
  "jumperwire.previewSync": previewSync,
  "jumperwire.properties": properties,
  "jumperwire.refresh": refresh,
  "jumperwire.refreshPreview": refreshPreview,
  "jumperwire.rename": renameEntry,
  "jumperwire.renameBoard": rename,
  "jumperwire.restartSidecar": ({ sidecar }) => sidecar.restart(),
  "jumperwire.runFile": runFile,
  "jumperwire.runSelection": runSelection,
  "jumperwire.showLog": ({ log }) => {
    log.show();
  },
  "jumperwire.showMenu": showMenu,
  "jumperwire.softReset": softReset,
  "jumperwire.stop": stop,
  "jumperwire.sync": sync,
  "jumperwire.syncAndRun": syncAndRunFile,
  "jumperwire.uninstallPackage": uninstallPackages,
  "jumperwire.unmountWorkspace": unmountWorkspace,
  "jumperwire.upload": upload,
  "jumperwire.uploadFiles": uploadFiles,
  "jumperwire.uploadFolder": uploadFolder,
  "jumperwire.watch": watch,
};

export function registerCommands(app: App): Disposable {
  const owned = new Disposables();
  for (const [id, handler] of Object.entries(HANDLERS)) {
    owned.add(
      vscode.commands.registerCommand(id, async (argument: unknown, selected: unknown) => {
        try {
          await handler(app, argument, selected);
        } catch (error) {
          app.errors.show(error);
        }
      }),
    );
  }
  return owned;
}
