// The composition root: creates the parts, connects them, and lets VS Code dispose of them.

import * as vscode from "vscode";
import { Attention } from "./boards/attention.ts";
import { DEMO_BOARD, isConnected, isKnown, type Explain } from "./boards/board.ts";
import { Freshness } from "./boards/freshness.ts";
import { Installed } from "./boards/installed.ts";
import { Listing } from "./boards/listing.ts";
import { BoardMemory } from "./boards/memory.ts";
import { Reconnect } from "./boards/reconnect.ts";
import { BoardStore } from "./boards/store.ts";
import { BoardTree } from "./boards/tree.ts";
import { BoardsDragAndDrop } from "./transfers/dragDrop.ts";
import { registerCommands } from "./commands/table.ts";
import { Targets } from "./targets/targets.ts";
import { BoardFiles } from "./files/provider.ts";
import { buildSync, serveSync } from "./syncParts.ts";
import type { Dialogue } from "./files/conversation.ts";
import { Mounts } from "./files/mounts.ts";
import { FileOperations } from "./files/operations.ts";
import { uriOf } from "./files/place.ts";
import { SCHEME } from "./files/uri.ts";
import { REPL_PROFILE } from "./lib/ids.ts";
import type { Disposable } from "./lib/disposables.ts";
import { LogChannel } from "./log.ts";
import { Packages, type PackagesHost } from "./packages/packages.ts";
import { onSetting, setting } from "./settings.ts";
import { Outcomes } from "./running/outcomes.ts";
import { openSidecar, placesOf } from "./sidecar/open.ts";
import { RestartPolicy } from "./sidecar/restart.ts";
import { Sidecar, type SidecarState } from "./sidecar/sidecar.ts";
import { ReplChannels } from "./terminal/channel.ts";
import { TracebackLinks } from "./terminal/links.ts";
import { ReplProfile } from "./terminal/profile.ts";
import { Runs } from "./terminal/runs.ts";
import { Terminals, type TerminalsHost } from "./terminal/terminals.ts";
import { showBoardsView } from "./ui/boardsView.ts";
import { ContextKeys } from "./ui/contextKeys.ts";
import { tellCrashes } from "./ui/crashes.ts";
import { Errors } from "./ui/errors.ts";
import { wordsOf } from "./ui/events.ts";
import { withPatience } from "./ui/progress.ts";
import { askToStopFor, inTheWay } from "./ui/prompts.ts";
import { sentenceOf } from "./ui/sentences.ts";
import { StatusBar } from "./ui/status.ts";
import { isMicroPythonWorkspace } from "./workspace.ts";

let running: Sidecar | undefined;

/** Gives the parts to the tests in the extension host only. */
export function activate(context: vscode.ExtensionContext): Parts | undefined {
  const own: Own = (...parts) => {
    context.subscriptions.push(...parts);
  };
  const parts = build(context, own);
  running = parts.sidecar;
  own(registerCommands(parts));
  serveBoards(parts, own);
  serveTerminals(parts, own);
  serveFiles(parts, own);
  serveSync(parts, own);
  void startIfWanted(parts);
  return context.extensionMode === vscode.ExtensionMode.Test ? parts : undefined;
}

/** VS Code waits for this, so that the ports are free when the window is gone. */
export async function deactivate(): Promise<void> {
  await running?.dispose();
}

type Own = (...parts: Disposable[]) => void;

/** All parts of the extension. Each function takes only the few that it needs. */
export type Parts = ReturnType<typeof build>;

function build(context: vscode.ExtensionContext, own: Own) {
  const log = new LogChannel();
  const sidecar = new Sidecar((abandoned) => openSidecar(placesOf(context), log, abandoned), new RestartPolicy(), log);
  const errors = new Errors(log);
  const store = new BoardStore(sidecar, ({ id }) => id !== DEMO_BOARD || setting("virtualBoard.enabled"));
  const connect = (id: string): void => {
    const board = store.get(id);
    if (board !== undefined)
      targets.connect(board).catch((error: unknown) => {
        errors.show(error);
      });
  };
  const terminals = new Terminals(new ReplChannels(sidecar), terminalsHost(store, connect, errors));
  const memory = new BoardMemory(context.globalState);
  const targets = new Targets(sidecar, store, memory, explain, () => terminals.active);
  const listing = new Listing(sidecar);
  const installed = new Installed(sidecar, listing.onDidChange);
  const dialogue = fileDialogue(store);
  const files = new FileOperations(sidecar, listing, dialogue);
  const packages = new Packages(sidecar, dialogue, packagesHost(files, installed));
  const mounts = mountsOf(sidecar, dialogue, store, listing);
  own(log, store, terminals, listing, installed, files);
  const boards = { sidecar, store, listing, installed };
  const built = {
    ...boards,
    files,
    packages,
    mounts,
    attention: new Attention(),
    memory,
    terminals,
    ...runsOf(store, errors, own),
    targets,
    errors,
    explain,
    log,
    version: (context.extension.packageJSON as { version: string }).version,
  };
  return { ...built, ...buildSync(built, dialogue, own) };
}

/** What is known of runs: which files they were, and what they left. */
function runsOf(store: BoardStore, errors: Errors, own: Own) {
  const runs = new Runs<vscode.Uri>();
  const outcomes = new Outcomes({
    runs,
    mountOn: (board) => store.get(board)?.mounted ?? undefined,
    failed: (error) => {
      errors.show(error);
    },
  });
  own(outcomes);
  return { runs, outcomes };
}

function mountsOf(sidecar: Sidecar, dialogue: Dialogue, store: BoardStore, listing: Listing): Mounts {
  return new Mounts(sidecar, dialogue, (board) => {
    store.put(board);
    listing.forget(board.id);
  });
}

function packagesHost(files: FileOperations, installed: Installed): PackagesHost {
  return {
    index: () => setting("packageIndex"),
    tell: (changes) => {
      files.tell(changes);
    },
    touch: (board) => {
      installed.forget(board);
    },
  };
}

const explain: Explain = (fault) => sentenceOf(fault).message;

function fileDialogue(store: BoardStore): Dialogue {
  const nameOf = (board: string): string => store.get(board)?.name ?? board;
  return {
    nameOf,
    mayStop: (board, fault, verb) => askToStopFor(inTheWay(fault, nameOf(board)), verb),
    showing: withPatience,
  };
}

function terminalsHost(store: BoardStore, connect: (board: string) => void, errors: Errors): TerminalsHost {
  return {
    nameOf: (id) => store.get(id)?.name ?? id,
    isConnected: (id) => store.boards.some((board) => board.id === id && isConnected(board)),
    connect,
    describe: (event) => wordsOf(event, explain),
    explain: (error) => errors.explain(error),
  };
}

function serveBoards(parts: Parts, own: Own): void {
  const { sidecar, store, listing, installed, attention, terminals, targets, errors, log } = parts;
  own(new Reconnect(sidecar, store, () => terminals.reattach(), log), tellCrashes(sidecar, terminals, errors));
  own(new Freshness(store, listing), new ContextKeys(store, sidecar));
  own(new StatusBar(store, sidecar, explain, () => targets.current));
  const startWhenSeen = (): void => {
    // The view itself shows a failure, as its welcome content.
    if (sidecar.state.kind === "stopped") void startQuietly(parts);
  };
  const tree = new BoardTree(store, listing, installed, explain, uriOf);
  own(tree, showBoardsView(tree, attention, new BoardsDragAndDrop(parts), startWhenSeen));
  own(
    onSetting("virtualBoard.enabled", () => {
      store.refilter();
    }),
    onSetting("python", again(parts)),
    // Once the workspace is trusted, its .venv may be used.
    vscode.workspace.onDidGrantWorkspaceTrust(again(parts, (state) => state.kind === "failed")),
  );
}

/** Restarts the sidecar if it was wanted before, since its Python may have changed. */
function again({ sidecar, errors }: Parts, when = ({ kind }: SidecarState): boolean => kind !== "stopped"): () => void {
  return () => {
    if (!when(sidecar.state)) return;
    sidecar.restart().catch((error: unknown) => {
      errors.show(error);
    });
  };
}

function serveFiles({ files, listing, store, errors }: Parts, own: Own): void {
  const mayAsk = (board: string): boolean => isKnown(store.get(board));
  const provider = new BoardFiles(files, listing, mayAsk, (error) => errors.explain(error));
  own(provider, vscode.workspace.registerFileSystemProvider(SCHEME, provider, { isCaseSensitive: true }));
}

function serveTerminals({ store, terminals, targets, runs, errors }: Parts, own: Own): void {
  const boardForTerminal = async (): Promise<string | undefined> => {
    try {
      return (await targets.connected({ placeHolder: "Open the REPL of which board?" }))?.id;
    } catch (error) {
      errors.show(error);
      return undefined;
    }
  };
  const links = new TracebackLinks({
    boardOf: (terminal) => terminals.boardOf(terminal),
    uriOf,
    mountOn: (board) => store.get(board)?.mounted ?? undefined,
    runs,
  });
  own(
    vscode.window.registerTerminalProfileProvider(REPL_PROFILE, new ReplProfile(terminals, boardForTerminal)),
    vscode.window.registerTerminalLinkProvider(links),
  );
}

/** Activation may have another reason, such as a command that only shows the log. */
async function startIfWanted(parts: Parts): Promise<void> {
  if (await isMicroPythonWorkspace()) await startQuietly(parts);
}

/** The only place that starts the sidecar without a request; a request starts it by itself. */
async function startQuietly({ sidecar, log }: Pick<Parts, "sidecar" | "log">): Promise<void> {
  await sidecar.start().catch((error: unknown) => {
    // Nobody asked for it, so nobody is interrupted: the view and the status bar show the failure.
    log.warn(String(error));
  });
}
