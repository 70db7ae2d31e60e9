// Determines which boards, folders and files a command is about.

import type { Attention } from "../boards/attention.ts";
import type { BoardStore } from "../boards/store.ts";
import type { Node } from "../boards/tree.ts";
import type { Place } from "../files/operations.ts";
import type { InstalledPackage } from "../generated/contract.ts";
import { folderOf, isWithin, nameOf } from "../lib/boardPath.ts";
import type { Targets } from "./targets.ts";

export interface Boards {
  readonly store: BoardStore;
}

/** The boards, and the selection in their view. */
export interface BoardsView extends Boards {
  readonly attention: Attention;
}

export interface Item extends Place {
  readonly kind: "board" | "folder" | "file";
  readonly name: string;
}

/** Returns the clicked item with everything that is selected with it; for a key, the selection. */
export function itemsIn({ store, attention }: BoardsView, argument: unknown, selected: unknown): readonly Item[] {
  return nodesIn(attention, argument, selected)
    .map((node) => itemOf(store, node))
    .filter((item) => item !== undefined);
}

/** As package.json's keys of the view pass it. */
interface ByKey {
  readonly focused: true;
}

/** Like `itemsIn`; for a key, the focused row, with the selection if it is part of it. */
export async function itemsAt(app: BoardsView, argument: unknown, selected: unknown): Promise<readonly Item[]> {
  if (!isByKey(argument)) return itemsIn(app, argument, selected);
  return itemsIn(app, undefined, await app.attention.focused());
}

function isByKey(argument: unknown): argument is ByKey {
  return typeof argument === "object" && argument !== null && "focused" in argument;
}

export interface PackageItem {
  readonly board: string;
  readonly installed: InstalledPackage;
}

/** Like `itemsIn`, for packages. */
export function packagesIn(
  { attention }: Pick<BoardsView, "attention">,
  argument: unknown,
  selected: unknown,
): readonly PackageItem[] {
  return nodesIn(attention, argument, selected).filter((node) => node.kind === "package");
}

function nodesIn(attention: Attention, argument: unknown, selected: unknown): readonly Node[] {
  const clicked: readonly unknown[] = Array.isArray(selected) && selected.length > 0 ? selected : [argument];
  const nodes = clicked.filter(isNode);
  return nodes.length > 0 ? nodes : attention.selected();
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "kind" in value && "board" in value;
}

function itemOf(store: BoardStore, node: Node): Item | undefined {
  if (node.kind === "entry")
    return { board: node.board, path: node.entry.path, kind: node.entry.kind, name: node.entry.name };
  return node.kind !== "board"
    ? undefined
    : { board: node.board, path: "/", kind: "board", name: store.get(node.board)?.name ?? node.board };
}

/** Returns a node's folder: the node itself, or the folder of a file. */
export function folderIn(node: Node): Place | undefined {
  if (node.kind === "note") return undefined;
  if (node.kind !== "entry") return { board: node.board, path: "/" };
  const { kind, path } = node.entry;
  return { board: node.board, path: kind === "file" ? folderOf(path) : path };
}

/** Returns files and folders, except those that are inside another one of them. */
export function outermost(items: readonly Item[]): readonly Item[] {
  const entries = items.filter(({ kind }) => kind !== "board");
  return entries.filter(
    (item) => !entries.some((other) => other !== item && other.board === item.board && isWithin(item.path, other.path)),
  );
}

/** Returns where to put something new: into the folder, or beside the file. Without an item, asks for a board. */
export async function folderFor(
  app: BoardsView & { readonly targets: Targets },
  argument: unknown,
  selected: unknown,
  placeHolder: string,
): Promise<Place | undefined> {
  const [item] = itemsIn(app, argument, selected);
  const clicked = item?.board;
  const board = await app.targets.connected({ clicked, placeHolder });
  if (board === undefined) return undefined;
  return { board: board.id, path: item === undefined ? "/" : item.kind === "file" ? folderOf(item.path) : item.path };
}

/** "in lib on demo", or "on demo" for its root. */
export function whereOf(app: Boards, { board, path }: Place): string {
  const name = boardName(app, board);
  return path === "/" ? `on ${name}` : `in ${nameOf(path)} on ${name}`;
}

export function boardName({ store }: Boards, board: string): string {
  return store.get(board)?.name ?? board;
}
