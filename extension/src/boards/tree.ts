// The Boards view: boards, and below each connected board its files and its packages.

import * as vscode from "vscode";
import type { Board, InstalledPackage } from "../generated/contract.ts";
import { Disposables, type Disposable } from "../lib/disposables.ts";
import { folderOf } from "../lib/boardPath.ts";
import { sizeOf } from "../lib/size.ts";
import { SidecarError, hasCode } from "../sidecar/errors.ts";
import { isReady, type Explain } from "./board.ts";
import { Generations } from "./generations.ts";
import type { Installed } from "./installed.ts";
import { contextValueOf, descriptionOf, lookOf, tooltipOf } from "./items.ts";
import { boardLabel, entryLabel, packageLabel } from "./labels.ts";
import type { Listing, ListingEntry } from "./listing.ts";
import type { BoardStore } from "./store.ts";

export type Node =
  | { readonly kind: "board"; readonly board: string }
  | { readonly kind: "entry"; readonly board: string; readonly entry: ListingEntry }
  | { readonly kind: "packages"; readonly board: string }
  | { readonly kind: "package"; readonly board: string; readonly installed: InstalledPackage }
  | { readonly kind: "note"; readonly text: string };

/** Returns where a file of a board opens; files/uri.ts knows the form. */
export type UriOf = (board: string, path: string) => vscode.Uri;

export class BoardTree implements vscode.TreeDataProvider<Node>, Disposable {
  readonly #owned = new Disposables();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<undefined>());
  readonly #generations = new Generations();
  readonly #store: BoardStore;
  readonly #listing: Listing;
  readonly #installed: Installed;
  readonly #explain: Explain;
  readonly #uriOf: UriOf;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(store: BoardStore, listing: Listing, installed: Installed, explain: Explain, uriOf: UriOf) {
    this.#store = store;
    this.#listing = listing;
    this.#installed = installed;
    this.#explain = explain;
    this.#uriOf = uriOf;
    const changed = (): void => {
      this.#changed.fire(undefined);
    };
    this.#owned.add(
      store.onDidChange((boards) => {
        this.#generations.update(boards);
        changed();
      }),
    );
    this.#owned.add(listing.onDidChange(changed));
    this.#owned.add(listing.onDidTouch(changed));
    this.#owned.add(installed.onDidChange(changed));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case "board":
        return this.#boardItem(node.board);
      case "entry":
        return this.#entryItem(node.board, node.entry);
      case "packages":
        return this.#packagesItem(node.board);
      case "package":
        return this.#packageItem(node.board, node.installed);
      case "note":
        return noteItem(node.text);
    }
  }

  async getChildren(parent?: Node): Promise<Node[]> {
    if (parent === undefined) return this.#store.boards.map(({ id }) => ({ kind: "board", board: id }));
    if (parent.kind === "board") return this.#children(parent.board, "/");
    if (parent.kind === "packages") return this.#packages(parent.board);
    return parent.kind === "entry" ? this.#children(parent.board, parent.entry.path) : [];
  }

  async getParent(node: Node): Promise<Node | undefined> {
    if (node.kind === "packages") return { kind: "board", board: node.board };
    if (node.kind === "package") return { kind: "packages", board: node.board };
    if (node.kind !== "entry") return undefined;
    const folder = folderOf(node.entry.path);
    return folder === "/" ? { kind: "board", board: node.board } : this.find(node.board, folder);
  }

  async find(board: string, path: string): Promise<Node | undefined> {
    const entries = await this.#listing.entries(board, folderOf(path));
    const entry = entries.find((each) => each.path === path);
    return entry === undefined ? undefined : { kind: "entry", board, entry };
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #children(id: string, path: string): Promise<Node[]> {
    const board = this.#store.get(id);
    if (board === undefined || !isReady(board)) return [];
    try {
      const entries = await this.#listing.entries(id, path);
      const nodes: Node[] =
        entries.length === 0 ? [note("no files")] : entries.map((entry) => ({ kind: "entry", board: id, entry }));
      return path === "/" ? [...nodes, { kind: "packages", board: id }] : nodes;
    } catch (error) {
      return [note(this.#noteOf(error, "files"))];
    }
  }

  async #packages(board: string): Promise<Node[]> {
    try {
      const packages = await this.#installed.on(board);
      return packages.length === 0
        ? [note("no packages")]
        : packages.map((installed) => ({ kind: "package", board, installed }));
    } catch (error) {
      return [note(this.#noteOf(error, "packages"))];
    }
  }

  #noteOf(error: unknown, what: "files" | "packages"): string {
    // Looking at files never stops a program; users stop it themselves if they want to see the files.
    if (hasCode(error, "program_running")) return `Stop the program to see the ${what}`;
    if (hasCode(error, "cancelled", "not_connected")) return "…";
    return error instanceof SidecarError ? this.#explain(error.fault) : `the ${what} could not be listed`;
  }

  #boardItem(id: string): vscode.TreeItem {
    const board = this.#store.get(id);
    if (board === undefined) return new vscode.TreeItem(id);
    const item = new vscode.TreeItem(board.name, collapsibleStateOf(board));
    item.id = isReady(board) ? `${board.id} ${String(this.#generations.of(board.id))}` : board.id;
    item.description = descriptionOf(board, this.#explain);
    item.contextValue = contextValueOf(board);
    item.iconPath = iconOf(board);
    item.tooltip = new vscode.MarkdownString(tooltipOf(board, this.#explain));
    item.accessibilityInformation = { label: boardLabel(board, this.#explain) };
    return item;
  }

  #entryItem(board: string, { name, path, kind, size }: ListingEntry): vscode.TreeItem {
    const folder = kind === "folder";
    const state = folder ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None;
    const item = new vscode.TreeItem(name, state);
    item.id = `${board} ${String(this.#generations.of(board))} ${path}`;
    item.resourceUri = this.#uriOf(board, path);
    item.iconPath = folder ? vscode.ThemeIcon.Folder : vscode.ThemeIcon.File;
    item.contextValue = folder ? ";folder;" : name.endsWith(".py") ? ";file;python;" : ";file;";
    item.accessibilityInformation = { label: entryLabel({ name, kind }, sizeOf(size)) };
    if (folder) return item;
    item.description = sizeOf(size);
    item.command = { command: "vscode.open", title: "Open", arguments: [item.resourceUri] };
    return item;
  }

  #packagesItem(board: string): vscode.TreeItem {
    const item = new vscode.TreeItem("Packages", vscode.TreeItemCollapsibleState.Collapsed);
    item.id = `${board} ${String(this.#generations.of(board))} packages`;
    item.iconPath = new vscode.ThemeIcon("library");
    item.contextValue = ";packages;";
    return item;
  }

  #packageItem(board: string, installed: InstalledPackage): vscode.TreeItem {
    const { name, version, files, wanted } = installed;
    const item = new vscode.TreeItem(name);
    item.id = `${board} ${String(this.#generations.of(board))} packages ${name}`;
    item.iconPath = new vscode.ThemeIcon("package");
    item.contextValue = ";package;";
    item.description = [version, wanted ? "" : "a dependency"].filter((part) => part !== "").join(" · ");
    item.tooltip = files.join("\n");
    item.accessibilityInformation = { label: packageLabel(installed) };
    return item;
  }
}

function collapsibleStateOf(board: Board): vscode.TreeItemCollapsibleState {
  return isReady(board) ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None;
}

function iconOf(board: Board): vscode.ThemeIcon {
  const { icon, color } = lookOf(board);
  return new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
}

function note(text: string): Node {
  return { kind: "note", text };
}

function noteItem(text: string): vscode.TreeItem {
  const item = new vscode.TreeItem("");
  item.description = text;
  item.accessibilityInformation = { label: text };
  return item;
}
