// Gives the language client an output channel that writes to our log, line by line.

import type * as vscode from "vscode";
import type { Log } from "../log.ts";

export class LineLog implements vscode.OutputChannel {
  readonly name = "Jumperwire";
  #rest = "";
  #last = "";
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** The last line that was not empty; after a crash, this is the exception. */
  get last(): string {
    return this.#rest.trim() === "" ? this.#last : this.#rest.trim();
  }

  /** The process's stderr, in pieces. */
  append(value: string): void {
    const lines = (this.#rest + value).split(/\r?\n/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#write(line);
  }

  /** The client's own messages, which do not come from the process. */
  appendLine(value: string): void {
    this.#log.debug(value);
  }

  #write(line: string): void {
    if (line.trim() === "") return;
    this.#last = line.trim();
    this.#log.info(`[sidecar] ${line}`);
  }

  // The rest of the interface has no meaning for a log.
  replace(value: string): void {
    this.append(value);
  }
  clear(): void {
    this.#rest = "";
  }
  show(): void {
    // Only the user's command shows the log.
  }
  hide(): void {
    // See show.
  }
  dispose(): void {
    // The log belongs to its owner.
  }
}
