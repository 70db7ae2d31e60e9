// One life of the sidecar: its process and the JSON-RPC client that talks to it.

import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import * as lc from "vscode-languageclient/node";
import type { Log } from "../log.ts";
import { SidecarError, SidecarUnavailable, faultOf } from "./errors.ts";
import { LineLog } from "./lineLog.ts";
import type { Connection, Result } from "./wire.ts";

/** Pygls takes 0.3 s to import on a fast machine; a cold start on a busy one takes half a minute. */
const START_DEADLINE_MS = 120_000;
const STOP_DEADLINE_MS = 2_000;
const LAST_WORDS_MS = 200;

/** Sends LSP's `initialize` to a new process; rejects with `SidecarUnavailable`. */
export async function connect(
  child: ChildProcessWithoutNullStreams,
  log: Log,
  abandoned: AbortSignal,
): Promise<Connection> {
  const lines = new LineLog(log);
  const closed = exitOf(child, lines);
  const client = new lc.LanguageClient("jumperwire", "Jumperwire", () => Promise.resolve(child), optionsOf(lines));
  const failed = (detail: string): SidecarUnavailable => new SidecarUnavailable({ kind: "startFailed", detail });
  const deadline = new AbortController();
  // Its end is what the race below is told.
  const end = (): unknown => child.kill();
  abandoned.addEventListener("abort", end);
  if (abandoned.aborted) end();
  try {
    await Promise.race([
      client.start(),
      closed.then((detail) => Promise.reject(failed(detail))),
      wait(START_DEADLINE_MS, undefined, { signal: deadline.signal }).then(() =>
        Promise.reject(failed("it did not answer")),
      ),
    ]);
  } catch (error) {
    child.kill();
    if (error instanceof SidecarUnavailable) throw error;
    // The exit says more than the broken connection, and comes a moment later.
    throw failed(await Promise.race([closed, wait(500, String(error))]));
  } finally {
    abandoned.removeEventListener("abort", end);
    deadline.abort();
  }
  return connectionOf(client, child, closed);
}

function connectionOf(
  client: lc.LanguageClient,
  child: ChildProcessWithoutNullStreams,
  closed: Promise<string>,
): Connection {
  const gone = closed.then((detail) => Promise.reject(crashed(detail)));
  gone.catch(() => undefined); // handled by whoever requests something
  return {
    closed,
    async request(method, params, token) {
      try {
        // With an undefined token, the client would send two positional params.
        const answer = token
          ? client.sendRequest<Result<typeof method>>(method, params, token)
          : client.sendRequest<Result<typeof method>>(method, params);
        // A race, because a grandchild that holds the pipes keeps the client waiting after the process is gone.
        return await Promise.race([answer, gone]);
      } catch (error) {
        throw await translate(error, closed);
      }
    },
    on: (topic, listener) => client.onNotification(topic, listener),
    async stop() {
      const quiet = client.stop(STOP_DEADLINE_MS).catch(() => undefined);
      await Promise.race([quiet, closed]);
      await Promise.race([closed, wait(STOP_DEADLINE_MS)]);
      child.kill("SIGKILL");
    },
  };
}

/** A process that ends takes its pending requests with it; the client only says that they were rejected. */
async function translate(error: unknown, closed: Promise<string>): Promise<unknown> {
  if (!(error instanceof lc.ResponseError)) return error;
  const fault = faultOf(error.data);
  if (fault !== undefined) return new SidecarError(fault);
  if (error.code === lc.LSPErrorCodes.RequestCancelled) return new SidecarError({ code: "cancelled", facts: {} });
  const gone: readonly number[] = [lc.ErrorCodes.PendingResponseRejected, lc.ErrorCodes.ConnectionInactive];
  if (!gone.includes(error.code)) return error;
  const detail = await Promise.race([closed, wait(500, error.message)]);
  return crashed(detail);
}

function crashed(detail: string): SidecarUnavailable {
  return new SidecarUnavailable({ kind: "crashed", detail, givenUp: false });
}

function exitOf(child: ChildProcessWithoutNullStreams, lines: LineLog): Promise<string> {
  // Writing to a process that has just ended is expected; its exit is what is reported.
  child.stdin.on("error", () => undefined);
  return new Promise((resolve) => {
    child.once("error", (error) => {
      resolve(error.message);
    });
    child.once("exit", (code, signal) => {
      const how = signal === null ? `ended with exit code ${String(code)}` : `was ended by ${signal}`;
      // Its last output may still be in the pipe; "close" alone would also wait for its children.
      void Promise.race([once(child, "close"), wait(LAST_WORDS_MS)]).then(() => {
        resolve(lines.last === "" ? how : `${how}: ${lines.last}`);
      });
    });
  });
}

function optionsOf(lines: LineLog): lc.LanguageClientOptions {
  return {
    documentSelector: [],
    outputChannel: lines,
    revealOutputChannelOn: lc.RevealOutputChannelOn.Never,
    // sidecar.ts decides about restarts and what is said about them.
    errorHandler: {
      error: () => ({ action: lc.ErrorAction.Continue, handled: true }),
      closed: () => ({ action: lc.CloseAction.DoNotRestart, handled: true }),
    },
    initializationFailedHandler: () => false,
  };
}
