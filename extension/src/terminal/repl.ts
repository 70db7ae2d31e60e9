// A pass-through terminal: keys go to the board, its output to the screen, and our own remarks are grey lines.

import type * as vscode from "vscode";
import type { OutputParams, ReplEventParams } from "../generated/contract.ts";
import { Disposables } from "../lib/disposables.ts";
import { Emitter } from "../lib/emitter.ts";
import type { ReplChannel } from "./channel.ts";
import { InputQueue } from "./inputQueue.ts";
import { Pace } from "./pace.ts";
import { PasteSplitter } from "./paste.ts";
import { MARK_PASTES, TerminalText } from "./text.ts";

/** What the terminal needs from the code that knows boards and sentences. */
export interface ReplHost {
  /** The text for an event; undefined if it needs no line. */
  describe(event: ReplEventParams): string | undefined;
  /** The text for an error of a request. */
  explain(error: unknown): string;
  /** Whether keys can reach the board; if not, Enter connects it. */
  isConnected(): boolean;
  connect(): void;
}

export class ReplTerminal implements vscode.Pseudoterminal {
  readonly #channel: ReplChannel;
  readonly #host: ReplHost;
  readonly #owned = new Disposables();
  readonly #write = this.#owned.add(new Emitter<string>());
  readonly #text = new TerminalText();
  readonly #pace = this.#owned.add(
    new Pace((data, skipped) => {
      this.#show(data, skipped);
    }),
  );
  readonly #pastes = new PasteSplitter();
  readonly #keys: InputQueue;
  readonly #ended = this.#owned.add(new Emitter<undefined>());
  #opened: () => void = () => undefined;
  #listening = false;
  #complaint = "";

  readonly onDidWrite = this.#write.event;
  readonly onDidEnd = this.#ended.event;
  /** Resolves when the terminal has begun to show the board's output, or has said why it cannot. */
  readonly ready = new Promise<void>((resolve) => {
    this.#opened = resolve;
  });

  constructor(channel: ReplChannel, host: ReplHost) {
    this.#channel = channel;
    this.#host = host;
    this.#keys = new InputQueue(
      (piece) => channel.send(piece),
      (error) => {
        this.#complain(host.explain(error));
      },
    );
  }

  open(): void {
    this.#write.fire(MARK_PASTES);
    const output = (params: OutputParams): void => {
      this.#output(params);
    };
    const event = (params: ReplEventParams): void => {
      this.#event(params);
    };
    this.#owned.add(this.#channel.listen({ output, event }));
    void this.attach().then(() => {
      if (!this.#host.isConnected()) this.notice("Not connected. Press Enter to connect.");
      this.#opened();
    });
  }

  /** Also called after the sidecar has come back, since the new one does not know this terminal. */
  async attach(): Promise<void> {
    this.#listening = false;
    try {
      const replay = await this.#channel.open();
      this.#write.fire(this.#text.output(replay));
    } catch (error) {
      this.notice(this.#host.explain(error));
    } finally {
      this.#listening = true;
    }
  }

  handleInput(data: string): void {
    if (this.#host.isConnected()) for (const piece of this.#pastes.push(data)) this.#keys.push(piece);
    else if (data === "\r") this.#host.connect();
  }

  notice(text: string): void {
    this.#pace.flush();
    this.#write.fire(this.#text.notice(text));
  }

  close(): void {
    this.#ended.fire(undefined);
    this.#owned.dispose();
    // The sidecar may be gone together with the terminal; then there is nothing to close.
    this.#channel.close().catch(() => undefined);
  }

  /** Only once, however many keys are pressed: nothing changes until the board says something. */
  #complain(text: string): void {
    if (text === this.#complaint) return;
    this.#complaint = text;
    this.notice(text);
  }

  #output({ data, skipped }: OutputParams): void {
    // What comes before the answer to `open` is in its replay.
    if (!this.#listening) return;
    this.#complaint = "";
    this.#pace.push(data, skipped);
  }

  #show(data: string, skipped: number): void {
    const missing = `${skipped.toLocaleString("en")} bytes left out: they came faster than they could be shown`;
    const notice = skipped > 0 ? this.#text.notice(missing) : "";
    this.#write.fire(notice + this.#text.output(data));
  }

  #event(event: ReplEventParams): void {
    const words = this.#listening ? this.#host.describe(event) : undefined;
    if (words !== undefined) this.notice(words);
  }
}
