// The Sync Preview on the screen, which is visible while there is a plan.

import * as vscode from "vscode";
import type { Consent, SyncDirection, SyncPlan } from "../generated/contract.ts";
import { Disposables, type Disposable } from "../lib/disposables.ts";
import { PREVIEW_VIEW, type ContextKey } from "../lib/ids.ts";
import { PreviewTree } from "./preview.ts";
import { messageOf, type Previewed, type Row } from "./rows.ts";
import { Ticks } from "./ticks.ts";
import { UNFILED_TEXT } from "./words.ts";

const HAS_PLAN: ContextKey = "jumperwire.hasPlan";

/** The plans that are shown. */
export interface Subject {
  readonly folder: string;
  readonly boards: readonly string[];
  readonly direction: SyncDirection;
  readonly consent: Consent;
  /** Whether the folder has no project file, so that each sync is shown. */
  readonly unfiled?: boolean;
  /** What the user wanted after the sync, on the boards that have everything then. */
  readonly next?: (boards: readonly string[]) => Promise<void>;
}

export class SyncPreview implements Disposable {
  readonly #owned = new Disposables();
  readonly #nameOf: (board: string) => string;
  readonly #tree: PreviewTree;
  readonly #view: vscode.TreeView<Row>;
  #subject: Subject | undefined;

  constructor(nameOf: (board: string) => string) {
    this.#nameOf = nameOf;
    this.#tree = this.#owned.add(new PreviewTree(nameOf));
    const options = { treeDataProvider: this.#tree, showCollapseAll: true, manageCheckboxStateManually: true };
    this.#view = this.#owned.add(vscode.window.createTreeView(PREVIEW_VIEW, options));
    this.#owned.add(
      this.#view.onDidChangeCheckboxState(({ items }) => {
        for (const [row, state] of items) this.tick(row, state === vscode.TreeItemCheckboxState.Checked);
      }),
    );
  }

  get subject(): Subject | undefined {
    return this.#subject;
  }

  get previewed(): readonly Previewed[] {
    return this.#tree.previewed;
  }

  /** Keeps the ticks of paths that are also in the new plan. */
  async show(subject: Subject, plans: readonly SyncPlan[], { reveal }: { reveal: boolean }): Promise<void> {
    const before = isSame(this.#subject, subject) ? this.previewed : [];
    this.#subject = subject;
    const ticksOf = (plan: SyncPlan): Ticks =>
      new Ticks(plan, subject.consent, before.find(({ plan: { board } }) => board === plan.board)?.ticks);
    this.#tree.show(plans.map((plan) => ({ plan, ticks: ticksOf(plan) })));
    this.#view.description = `${subject.direction === "upload" ? "to" : "from"} ${subject.boards.map(this.#nameOf).join(", ")}`;
    this.#sayAll();
    await vscode.commands.executeCommand("setContext", HAS_PLAN, true);
    if (reveal) await vscode.commands.executeCommand(`${PREVIEW_VIEW}.focus`);
  }

  tick(row: Row, on: boolean): void {
    this.#tree.tick(row, on);
    this.#sayAll();
  }

  /** Opens what a click on a row opens. */
  async open(row: Row): Promise<void> {
    const command = await this.#tree.commandOf(row);
    if (command !== undefined)
      await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
  }

  /** Shows that the plans are being made. */
  async whileLooking<T>(work: () => Promise<T>): Promise<T> {
    return vscode.window.withProgress({ location: { viewId: PREVIEW_VIEW } }, work);
  }

  /** Shown in place of the rows, for example why there is no newer plan. */
  fail(reason: string): void {
    this.#tree.show([]);
    this.#say(reason);
  }

  close(): void {
    this.#subject = undefined;
    this.#tree.show([]);
    void vscode.commands.executeCommand("setContext", HAS_PLAN, false);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #sayAll(): void {
    const message = messageOf(this.previewed, this.#nameOf);
    this.#say(this.#subject?.unfiled === true ? `${message}\n${UNFILED_TEXT}` : message);
  }

  #say(text: string): void {
    this.#view.message = text;
  }
}

function isSame(a: Subject | undefined, b: Subject): boolean {
  return a?.folder === b.folder && a.direction === b.direction;
}
