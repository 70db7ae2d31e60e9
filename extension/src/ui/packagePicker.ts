// Asks for a package: searches the index as the user types, and also accepts an address.

import * as vscode from "vscode";
import type { IndexedPackage } from "../generated/contract.ts";
import { Disposables } from "../lib/disposables.ts";
import { isAddress, rowsOf, searchedFor, type PackageRow } from "../packages/rows.ts";
import { Searching, type Found } from "../packages/searching.ts";
import { unlistedReason } from "./sentences.ts";
import type { Errors } from "./errors.ts";

type Pick = vscode.QuickPickItem & { readonly row: PackageRow };

export type Search = (text: string, token: vscode.CancellationToken) => Promise<readonly IndexedPackage[]>;

/** Returns what to install; undefined if the user changed their mind. */
export async function pickPackage(title: string, search: Search, errors: Errors): Promise<string | undefined> {
  const picker = new PackagePicker(title, search, errors);
  try {
    return await picker.answer;
  } finally {
    picker.dispose();
  }
}

class PackagePicker extends Disposables {
  readonly answer: Promise<string | undefined>;
  readonly #picker = this.add(vscode.window.createQuickPick<Pick>());
  readonly #searching: Searching;
  readonly #reason: (error: unknown) => string;
  #found: Found = { kind: "searching", packages: [] };

  constructor(title: string, search: Search, errors: Errors) {
    super();
    this.#reason = (error) => unlistedReason(error) ?? errors.explain(error);
    this.#searching = this.add(
      new Searching({
        search: (text, outdated) => cancellable(outdated, (token) => search(text, token)),
        show: (found) => {
          this.#found = found;
          this.#draw();
        },
      }),
    );
    this.#picker.title = title;
    this.#picker.placeholder = "Search, or enter name@version, github:user/repository or an address";
    this.answer = new Promise((resolve) => {
      this.add(
        this.#picker.onDidAccept(() => {
          this.#accept(resolve);
        }),
      );
      this.add(
        this.#picker.onDidHide(() => {
          resolve(undefined);
        }),
      );
    });
    this.add(
      this.#picker.onDidChangeValue(() => {
        this.#look();
      }),
    );
    this.#look();
    this.#picker.show();
  }

  #look(): void {
    const { value } = this.#picker;
    if (!isAddress(value)) this.#searching.look(searchedFor(value));
    else this.#draw();
  }

  #draw(): void {
    const { value } = this.#picker;
    this.#picker.busy = this.#found.kind === "searching" && !isAddress(value);
    this.#picker.items = this.#rows().map((row) => ({
      row,
      label: row.label,
      description: "description" in row ? row.description : "",
      detail: row.detail,
      alwaysShow: true,
    }));
  }

  #rows(): readonly PackageRow[] {
    return rowsOf(this.#picker.value, this.#found, this.#reason);
  }

  /** The accepted item may belong to a list that was drawn before the last letter. */
  #accept(resolve: (name: string) => void): void {
    const row = this.#picker.selectedItems[0]?.row;
    if (row?.kind === "retry") this.#look();
    else if (
      row?.kind === "package" &&
      this.#rows().some((each) => each.kind === "package" && each.install === row.install)
    )
      resolve(row.install);
  }
}

/** Returns VS Code's token for a signal. */
async function cancellable<T>(signal: AbortSignal, work: (token: vscode.CancellationToken) => Promise<T>): Promise<T> {
  const cancel = new vscode.CancellationTokenSource();
  const aborted = (): void => {
    cancel.cancel();
  };
  signal.addEventListener("abort", aborted);
  try {
    return await work(cancel.token);
  } finally {
    signal.removeEventListener("abort", aborted);
    cancel.dispose();
  }
}
