// The part of the composition root for syncs; extension.ts has the rest.

import * as vscode from "vscode";
import { previewPlan, refreshQuietly } from "./workspaceSync/preview.ts";
import { registerDebugging } from "./debugging/debugging.ts";
import { registerTasks } from "./tasks/tasks.ts";
import { syncDeciding } from "./workspaceSync/sync.ts";
import { tellPushed } from "./workspaceSync/pushing.ts";
import type { BoardStore } from "./boards/store.ts";
import type { Dialogue } from "./files/conversation.ts";
import type { FileOperations } from "./files/operations.ts";
import type { Project } from "./generated/contract.ts";
import { Disposables, type Disposable } from "./lib/disposables.ts";
import type { RunParts } from "./running/run.ts";
import type { Asking } from "./sync/decision.ts";
import { changesOf, changesOfPush } from "./sync/changes.ts";
import { SyncDecorations } from "./sync/decorations.ts";
import { isInside } from "./sync/localPath.ts";
import { SyncPreview } from "./sync/previewView.ts";
import { SyncProblems } from "./sync/problems.ts";
import { namedBoards } from "./sync/projectBoards.ts";
import { Projects } from "./sync/projects.ts";
import { PushQueue } from "./sync/pushQueue.ts";
import { Saving } from "./sync/saving.ts";
import { SyncStates } from "./sync/states.ts";
import { Syncs } from "./sync/syncs.ts";
import type { Errors } from "./ui/errors.ts";
import { helpWithProjectFile } from "./ui/projectFile.ts";
import { SaveNotes } from "./ui/saveNotes.ts";
import { Summary } from "./ui/summary.ts";
import { syncPrompts } from "./ui/syncPrompts.ts";

type Own = (...parts: Disposable[]) => void;

/** The parts that syncs are built on. */
interface Others extends RunParts {
  readonly store: BoardStore;
  readonly files: FileOperations;
  readonly errors: Errors;
}

export interface SyncParts {
  readonly syncs: Syncs;
  readonly projects: Projects;
  readonly preview: SyncPreview;
  readonly saving: Saving;
  readonly states: SyncStates;
  readonly asking: Asking;
  readonly summary: Summary;
}

type All = Others & SyncParts;

/** Files that are saved shortly after each other are compared together. */
const LOOK_AGAIN_MS = 300;

export function buildSync(others: Others, dialogue: Dialogue, own: Own): SyncParts {
  const { sidecar, errors } = others;
  const failed = (error: unknown): void => {
    errors.show(error);
  };
  const syncs = new Syncs(sidecar, dialogue);
  const projects = new Projects(sidecar, exists);
  const states = new SyncStates();
  const nameOf = (board: string): string => dialogue.nameOf(board);
  const preview = new SyncPreview(nameOf);
  const asking = syncPrompts(nameOf, {
    preview: (plan) => previewPlan({ preview, projects }, plan),
    again: (plan, path, choice) =>
      syncDeciding({ ...others, syncs, projects, preview, saving, asking, summary }, plan, path, choice).catch(failed),
  });
  const notes = new SaveNotes();
  const summary = new Summary();
  const queue = new PushQueue(syncs, {
    isFree: (board) => ["idle", "attached"].includes(others.store.get(board)?.state ?? ""),
    failed,
    waiting: (counts) => {
      notes.waiting(
        [...counts].flatMap(([id, count]) =>
          [others.store.get(id)].filter((board) => board !== undefined).map((board) => ({ board, count })),
        ),
      );
    },
  });
  const saving = new Saving(projects, queue, (project, folder) => boardsFor(others, states, project, folder), failed);
  own(syncs, projects, states, preview, notes, summary, queue, saving);
  own(
    others.store.onDidChange(() => {
      queue.wake();
    }),
    saving.onDidChangeWatched((folders) => {
      notes.watched(folders);
    }),
  );
  return { syncs, projects, preview, saving, states, asking, summary };
}

/** The boards that the project names and that are present; otherwise those of the last sync, or the usual one. */
function boardsFor(
  { store, targets }: Others,
  states: SyncStates,
  { boards }: Project,
  folder: string,
): readonly string[] {
  if (boards.length > 0) return namedBoards(boards, store.boards).boards.map(({ id }) => id);
  const compared = states.boardsOf(folder);
  const { current } = targets;
  return compared.length > 0 ? compared : current === undefined ? [] : [current.id];
}

export function serveSync(all: All, own: Own): void {
  const { syncs, projects, states, files, saving } = all;
  own(new SyncProblems(syncs, projects), new SyncDecorations(states, (board) => syncs.nameOf(board)));
  own(
    syncs.onDidPlan((plan) => {
      states.planned(plan);
    }),
    syncs.onDidPush((pushed) => {
      files.tell(changesOfPush(pushed));
      states.pushed(pushed);
      tellPushed(all, pushed);
    }),
    syncs.onDidApply((applied) => {
      files.tell(changesOf(applied));
      states.applied(applied);
    }),
    saving.onDidSave(({ fsPath }) => {
      states.saved(fsPath);
    }),
    files.onDidChange((changes) => {
      for (const { board, path } of changes) states.touched(board, path);
    }),
  );
  own(lookAgain(all), helpWithProjectFile(), registerDebugging(all), registerTasks(all));
}

/** The preview shows what is: also after a save, and after what was sent by itself or by another command. */
function lookAgain(all: All): Disposable {
  const owned = new Disposables();
  let timer: NodeJS.Timeout | undefined;
  const look = (path: string): void => {
    if (all.preview.subject === undefined || !isInside(path, all.preview.subject.folder)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (all.preview.subject !== undefined) void refreshQuietly(all, all.preview.subject);
    }, LOOK_AGAIN_MS);
  };
  owned.add(
    all.saving.onDidSave(({ fsPath }) => {
      look(fsPath);
    }),
  );
  owned.add(
    all.syncs.onDidPush(({ folder }) => {
      look(folder);
    }),
  );
  owned.add(
    all.syncs.onDidApply(({ plan }) => {
      look(plan.folder);
    }),
  );
  return owned;
}

async function exists(file: string): Promise<boolean> {
  return vscode.workspace.fs.stat(vscode.Uri.file(file)).then(
    () => true,
    () => false,
  );
}
