// What cannot be done, as a code with facts: the sentence for a person is in ui/sentences.ts.

/** Each code with the facts that its sentence needs. */
export interface Refusals {
  nothingToRun: Nothing;
  noSelection: Nothing;
  noPythonFile: Nothing;
  nothingToUpload: Nothing;
  nothingToCompare: Nothing;
  noFolderToSync: Nothing;
  noFolderToMount: Nothing;
  folderElsewhere: Nothing;
  notMoved: Nothing;
  notSynced: { readonly file: string };
  noCounterpart: { readonly path: string };
  boardsMissing: { readonly names: readonly string[] };
  sameName: { readonly name: string };
  intoItself: { readonly name: string };
  overItsFolder: { readonly name: string };
}

type Nothing = Record<string, never>;

export type RefusalCode = keyof Refusals;

/** Thrown where a command cannot go on, and shown as its sentence. */
export class UserError<C extends RefusalCode = RefusalCode> extends Error {
  readonly code: C;
  readonly facts: Refusals[C];

  constructor(code: C, facts: Refusals[C]) {
    super(`${code} ${JSON.stringify(facts)}`);
    this.name = "UserError";
    this.code = code;
    this.facts = facts;
  }
}
