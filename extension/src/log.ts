// The only output channel, and what may write to it.

import * as vscode from "vscode";

/** What a part of the extension may do with the log; tests in plain Node pass a fake. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

const KEPT_LINES = 200;

/** The channel under *Output: Jumperwire*, which also keeps its last lines for *Copy Diagnostics*. */
export class LogChannel implements Log {
  readonly #channel = vscode.window.createOutputChannel("Jumperwire", { log: true });
  readonly #tail: string[] = [];

  debug(message: string): void {
    this.#channel.debug(message);
  }

  info(message: string): void {
    this.#keep("info", message);
    this.#channel.info(message);
  }

  warn(message: string): void {
    this.#keep("warn", message);
    this.#channel.warn(message);
  }

  error(message: string): void {
    this.#keep("error", message);
    this.#channel.error(message);
  }

  show(): void {
    this.#channel.show();
  }

  get tail(): readonly string[] {
    return this.#tail;
  }

  dispose(): void {
    this.#channel.dispose();
  }

  #keep(level: string, message: string): void {
    this.#tail.push(`${new Date().toISOString()} [${level}] ${message}`);
    if (this.#tail.length > KEPT_LINES) this.#tail.shift();
  }
}
