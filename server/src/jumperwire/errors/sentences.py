"""The sentences of errors, and how facts are filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from jumperwire.clean import clean
from jumperwire.errors.codes import ErrorCode
from jumperwire.errors.root import JumperwireError

_OURS = "this is a bug in Jumperwire, please report it: "

SENTENCES: Mapping[ErrorCode, str] = {
    ErrorCode.ADDRESS_INVALID: '"{address}" is not the address of a board: use {expected}',
    ErrorCode.BOARD_UNKNOWN: "no board is called {board}",
    ErrorCode.NO_BOARD: "no device found: plug in a board, or name one by its address",
    ErrorCode.SEVERAL_BOARDS: "there are several boards [{boards}]: say which one you mean",
    ErrorCode.PORT_GONE: "failed to access {port}: there is no such port; check the cable",
    ErrorCode.PORT_IN_USE: "failed to access {port} (it may be in use by another program)"
    "[; close {program}, process {pid}]",
    ErrorCode.PERMISSION_DENIED: "failed to access {port}: permission denied[; to join {group}: {command}]",
    ErrorCode.OPEN_FAILED: "failed to open {address}: {cause}",
    ErrorCode.NODE_MISSING: "the virtual board needs Node.js, and {tried} could not be started",
    ErrorCode.NOT_CONNECTED: "{board} is not connected",
    ErrorCode.LINK_LOST: "lost the connection to {board}: {cause}",
    ErrorCode.BOARD_RESET: "{board} was reset before this was finished",
    ErrorCode.BOARD_SILENT: "{board} does not answer: is MicroPython on it? Press its reset button",
    ErrorCode.BOARD_GARBLED: "what {board} sends is not text ({heard}): try another baud rate",
    ErrorCode.NOT_MICROPYTHON: "{board} answers, but not as MicroPython's REPL does: {heard}",
    ErrorCode.PROGRAM_RUNNING: "a program is running on {board} [{program}]",
    ErrorCode.INTERRUPT_IGNORED: "the program on {board} does not stop on Ctrl-C: reset the board",
    ErrorCode.PROTOCOL_BROKEN: "{board} sent {heard} instead of {expected}: a soft reset usually helps",
    ErrorCode.REPLY_TOO_LARGE: "{board} sent more than {limit} bytes",
    ErrorCode.RESET_UNSUPPORTED: "{board} cannot be reset from here: press its reset button",
    ErrorCode.BOARD_RAISED: "{board} raised {traceback}",
    ErrorCode.BOARD_OUT_OF_MEMORY: "{board} does not have enough memory [{traceback}]: try a soft reset",
    ErrorCode.FILE_NOT_FOUND: "{path}: No such file or directory.",
    ErrorCode.FILE_EXISTS: "{path}: File exists.",
    ErrorCode.FILE_SYSTEM_FULL: "{path}: No space left on device. [{missing} bytes too few]",
    ErrorCode.READ_ONLY: "{path}: Read-only file system.",
    ErrorCode.FILE_OPERATION_FAILED: "{path}: {cause}",
    ErrorCode.NO_FILE_SYSTEM: "{path}: {board} has no file system there",
    ErrorCode.TRANSFER_CORRUPT: "{path}: it was damaged on the way, however often it was sent",
    ErrorCode.LOCAL_FILE_FAILED: "{path}: {cause}",
    ErrorCode.PATH_UNSAFE: "{path} cannot be saved under this name here: {reason} [and {others} others]",
    ErrorCode.PATH_HIDDEN: "{path}: left out, since programs act on {folder} [and {others} others]",
    ErrorCode.PROJECT_INVALID: "{path}, line {line}: {reason}",
    ErrorCode.SOURCE_MISSING: "{path} names the folder {source}, but {reason}",
    ErrorCode.SOURCE_EMPTY: "there is nothing to sync in {source}: the board would be emptied",
    ErrorCode.PLAN_STALE: "{path} has changed in the meantime: sync again",
    ErrorCode.COMPILE_FAILED: "{path} [line {line}]: {cause}",
    ErrorCode.COMPILER_MISSING: "mpy-cross was not found ({tried}): run {package}",
    ErrorCode.COMPILER_UNFIT: "mpy-cross writes version {made}, but {board} reads {wanted}: run {package}",
    ErrorCode.COMPILER_UNTRUSTED: "{path} compiles with {command}, which nobody has agreed to run",
    ErrorCode.DOWNLOAD_FAILED: "{url} could not be downloaded: {cause}",
    ErrorCode.PACKAGE_UNKNOWN: "Package not found: {package} [version {version}] at {index}",
    ErrorCode.PACKAGE_INVALID: "{package} cannot be installed: {reason}",
    ErrorCode.PACKAGE_CORRUPT: "{path} of {package} does not match its hash",
    ErrorCode.PACKAGE_CHANGED: "{path} on {board} differs from the one in {package}: install that again",
    ErrorCode.PACKAGE_NOT_INSTALLED: "{package} is not installed in {target} on {board}",
    ErrorCode.NO_LIBRARY_FOLDER: "{board} has no library folder that can be written: name one with --target",
    ErrorCode.REQUEST_INVALID: _OURS + "{detail}",
    ErrorCode.METHOD_UNKNOWN: _OURS + "{method}",
    ErrorCode.MESSAGE_TOO_LARGE: "the message has {size} bytes, but at most {limit} are allowed",
    ErrorCode.CANCELLED: "cancelled",
    ErrorCode.INTERNAL: _OURS + "{detail}",
}
"""A part in brackets is used only if all of its facts are known."""

_REASONS = {
    1: "Operation not permitted.",
    5: "Input/output error.",
    16: "Device or resource busy.",
    20: "Not a directory.",
    21: "Is a directory.",
    22: "Invalid argument.",
    39: "Directory not empty.",
}
"""What boards mean by an errno, which is that of Linux on every port."""

_UNSAID = {"cause": "no reason was given", "traceback": "an exception without a name"}
"""Text in place of facts that a board may leave out."""


def sentence(error: JumperwireError) -> str:
    """Return the sentence of an error."""
    return filled(SENTENCES[error.code], error.facts)


def filled(sentence: str, facts: Mapping[str, str]) -> str:
    """Return a sentence with the facts filled in, without characters that act on a terminal."""
    known = {name: clean(value) for name, value in facts.items()}
    if number := re.search(r"OSError: (?:\[Errno )?(\d{1,6})", known.get("cause", "")):
        known["cause"] = _REASONS.get(int(number[1]), known["cause"])
    sentence = re.sub(
        r" ?\[(; )?([^\]]*)\]",
        lambda part: _aside(part) if all(map(known.get, re.findall(r"\{(\w+)\}", part[2]))) else "",
        sentence,
    )
    return re.sub(r"\{(\w+)\}", lambda name: known.get(name[1]) or _UNSAID.get(name[1], "?"), sentence)


def _aside(part: re.Match[str]) -> str:
    return f"{part[1]}{part[2]}" if part[1] else f" ({part[2]})"
