// The contract's two tables as types for one generic `request` and one `on`.

import type { CancellationToken } from "vscode";
import type { Disposable } from "../lib/disposables.ts";
import type { Contract } from "../generated/contract.ts";

export type Method = keyof Contract["requests"];
export type Params<M extends Method> = Contract["requests"][M]["params"];
export type Result<M extends Method> = Contract["requests"][M]["result"];

export type Topic = keyof Contract["notifications"];
export type Notice<T extends Topic> = Contract["notifications"][T];

/** What the rest of the extension needs from the sidecar. */
export interface Wire {
  request<M extends Method>(method: M, params: Params<M>, token?: CancellationToken): Promise<Result<M>>;
  on<T extends Topic>(topic: T, listener: (notice: Notice<T>) => void): Disposable;
}

/** One life of the sidecar's process. */
export interface Connection extends Wire {
  /** Resolves when the process is gone, with what is known about the reason. */
  readonly closed: Promise<string>;
  stop(): Promise<void>;
}
