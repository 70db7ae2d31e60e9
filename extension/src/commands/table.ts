// Which handler serves which command. Errors of all of them are shown in one way.

import * as vscode from "vscode";
import type { CommandId } from "../lib/ids.ts";
import { Disposables, type Disposable } from "../lib/disposables.ts";
import { add } from "./addBoard.ts";
import type { App, Handler } from "./app.ts";
import { connect, disconnect, forget, refresh, rename } from "./connection.ts";
import { hardReset, openRepl, softReset, stop } from "./control.ts";
import { copyDiagnostics } from "./diagnostics.ts";
import { showMenu } from "./menu.ts";
import { runFile, runSelection } from "./run.ts";

const HANDLERS: Record<CommandId, Handler> = {
  "jumperwire.addBoard": add,
  "jumperwire.askAgain": ({ memory }) => memory.askAgain(),
  "jumperwire.connect": connect,
  "jumperwire.copyDiagnostics": copyDiagnostics,
  "jumperwire.disconnect": disconnect,
  "jumperwire.forgetBoard": forget,
  "jumperwire.hardReset": hardReset,
  "jumperwire.openRepl": openRepl,
  "jumperwire.refresh": refresh,
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
};

export function registerCommands(app: App): Disposable {
  const owned = new Disposables();
  for (const [id, handler] of Object.entries(HANDLERS)) {
    owned.add(
      vscode.commands.registerCommand(id, async (argument: unknown) => {
        try {
          await handler(app, argument);
        } catch (error) {
          app.errors.show(error);
        }
      }),
    );
  }
  return owned;
}
