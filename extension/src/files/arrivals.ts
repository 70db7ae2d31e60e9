// Plans how files and folders from anywhere get into a folder of a board. Pure.

import { UserError } from "../lib/userError.ts";
import { folderOf, inFolder, isWithin, nameOf } from "../lib/boardPath.ts";
import type { Copy, Place } from "./operations.ts";

/** Something to bring to a folder; `place` is undefined unless it is on a board. */
export interface Source {
  readonly name: string;
  readonly place: Place | undefined;
}

export interface Plan<S> {
  readonly moves: readonly Copy[];
  /** Copies between boards, by the source board. */
  readonly copies: readonly (readonly Copy[])[];
  readonly uploads: readonly { readonly source: S; readonly remote: string }[];
}

/** Within a board, items are moved; from elsewhere, they are copied. An error is the reason why it is impossible. */
export function planFor<S extends Source>(sources: readonly S[], folder: Place): Plan<S> | UserError {
  const arriving = sources.filter(({ place }) => place?.board !== folder.board || folderOf(place.path) !== folder.path);
  const complaint =
    twice(arriving) ?? arriving.map((source) => complaintAbout(source, folder)).find((error) => error !== undefined);
  if (complaint !== undefined) return complaint;
  const copies = arriving.flatMap(({ name, place }) =>
    place === undefined ? [] : [{ source: place, target: inside(folder, name) }],
  );
  const abroad = copies.filter(({ source }) => source.board !== folder.board);
  const boards = [...new Set(abroad.map(({ source }) => source.board))];
  return {
    moves: copies.filter(({ source }) => source.board === folder.board),
    copies: boards.map((board) => abroad.filter(({ source }) => source.board === board)),
    uploads: arriving
      .filter(({ place }) => place === undefined)
      .map((source) => ({ source, remote: inFolder(folder.path, source.name) })),
  };
}

/** The names in the folder whose content a plan replaces. */
export function namesIn({ moves, copies, uploads }: Plan<unknown>): readonly string[] {
  return [
    ...[...moves, ...copies.flat()].map(({ target }) => nameOf(target.path)),
    ...uploads.map(({ remote }) => nameOf(remote)),
  ];
}

export function twice(sources: readonly { readonly name: string }[]): UserError | undefined {
  const names = sources.map(({ name }) => name);
  const double = names.find((name, index) => names.indexOf(name) !== index);
  return double === undefined ? undefined : new UserError("sameName", { name: double });
}

function complaintAbout({ name, place }: Source, folder: Place): UserError | undefined {
  if (place?.board !== folder.board) return undefined;
  if (isWithin(folder.path, place.path)) return new UserError("intoItself", { name });
  return isWithin(place.path, inFolder(folder.path, name)) ? new UserError("overItsFolder", { name }) : undefined;
}

function inside({ board, path }: Place, name: string): Place {
  return { board, path: inFolder(path, name) };
}
