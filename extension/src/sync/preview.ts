// The tree of the Sync Preview: what a sync would do, why, and which steps will be carried out.

import * as vscode from "vscode";
import type { SyncAction } from "../generated/contract.ts";
import { Disposables, type Disposable } from "../lib/disposables.ts";
import { nameOf as lastOf } from "../lib/boardPath.ts";
import { uriOf } from "../files/place.ts";
import { commandFor } from "./opening.ts";
import {
  boxLabel,
  childrenOf,
  contextOf,
  descriptionOf,
  isTicked,
  labelOf,
  rootsOf,
  spokenOf,
  tickable,
  type Previewed,
  type Row,
} from "./rows.ts";
import { tickText } from "./words.ts";

const ICONS: Record<SyncAction, [icon: string, color: string | undefined]> = {
  conflict: ["warning", "list.warningForeground"],
  create: ["add", "charts.green"],
  update: ["arrow-up", "charts.blue"],
  delete: ["trash", "charts.red"],
  protected: ["shield", undefined],
  ignored: ["circle-slash", undefined],
  unchanged: ["check", undefined],
};

/** Groups that need no attention are collapsed. */
const FOLDED: readonly SyncAction[] = ["protected", "ignored", "unchanged"];

export class PreviewTree implements vscode.TreeDataProvider<Row>, Disposable {
  readonly #owned = new Disposables();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<undefined>());
  readonly #nameOf: (board: string) => string;
  #previewed: readonly Previewed[] = [];

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(nameOf: (board: string) => string) {
    this.#nameOf = nameOf;
  }

  get previewed(): readonly Previewed[] {
    return this.#previewed;
  }

  show(previewed: readonly Previewed[]): void {
    this.#previewed = previewed;
    this.#changed.fire(undefined);
  }

  tick(row: Row, on: boolean): void {
    row.of.ticks.set(
      tickable(row).map(({ path }) => path),
      on,
    );
    this.#changed.fire(undefined);
  }

  getChildren(row?: Row): Row[] {
    return [...(row === undefined ? rootsOf(this.#previewed) : childrenOf(row))];
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const label = labelOf(row, this.#nameOf);
    const item = new vscode.TreeItem(label, stateOf(row));
    item.id = idOf(row);
    item.contextValue = contextOf(row);
    item.description = descriptionOf(row);
    item.tooltip = row.kind === "step" ? `${row.step.path}\n${item.description}` : item.description;
    item.accessibilityInformation = { label: spokenOf(row, this.#nameOf) };
    const ticked = isTicked(row);
    if (ticked !== undefined) item.checkboxState = boxOf(row, ticked);
    if (row.kind === "group") item.iconPath = iconOf(row.action);
    if (row.kind === "board") item.iconPath = new vscode.ThemeIcon("circuit-board");
    if (row.kind === "step") this.#dress(item, row);
    return item;
  }

  /** VS Code asks when a row is opened: nothing is looked for on the disk while rows are drawn. */
  async resolveTreeItem(item: vscode.TreeItem, row: Row): Promise<vscode.TreeItem> {
    const command = await this.commandOf(row);
    if (command !== undefined) item.command = command;
    return item;
  }

  async commandOf(row: Row): Promise<vscode.Command | undefined> {
    return row.kind === "step" ? commandFor(row.of.plan, row.step, this.#nameOf(row.of.plan.board)) : undefined;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #dress(item: vscode.TreeItem, { of: { plan }, step }: Extract<Row, { kind: "step" }>): void {
    item.iconPath = step.folder ? vscode.ThemeIcon.Folder : vscode.ThemeIcon.File;
    // Only for the icon by its name; for an existing file VS Code would show decorations.
    item.resourceUri = uriOf(plan.board, `/.preview/${lastOf(step.path)}`);
  }
}

function idOf(row: Row): string {
  const { board } = row.of.plan;
  if (row.kind === "board") return board;
  // VS Code remembers by its id what was folded: with something to tick in it, a group is another one.
  if (row.kind === "group") return `${board} ${row.action} ${tickable(row).length > 0 ? "open" : ""}`;
  return `${board} ${row.step.action} ${row.step.path}`;
}

function stateOf(row: Row): vscode.TreeItemCollapsibleState {
  if (row.kind === "step") return vscode.TreeItemCollapsibleState.None;
  return row.kind === "group" && FOLDED.includes(row.action) && tickable(row).length === 0
    ? vscode.TreeItemCollapsibleState.Collapsed
    : vscode.TreeItemCollapsibleState.Expanded;
}

/** Says what a tick does. */
function boxOf(row: Row, ticked: boolean): Required<vscode.TreeItem>["checkboxState"] {
  const state = ticked ? vscode.TreeItemCheckboxState.Checked : vscode.TreeItemCheckboxState.Unchecked;
  const action = row.kind === "step" ? row.step.action : row.kind === "group" ? row.action : undefined;
  const tooltip = action === undefined ? undefined : tickText(action, row.of.plan.direction);
  const label = boxLabel(row);
  return { state, tooltip: tooltip ?? label, accessibilityInformation: { label: tooltip ?? label } };
}

function iconOf(action: SyncAction): vscode.ThemeIcon {
  const [icon, color] = ICONS[action];
  return new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
}
