"""``repl``: connects the terminal with a board's REPL, byte for byte."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser, Namespace
from contextlib import ExitStack
from typing import BinaryIO, cast

from jumperwire.cli.context import Context
from jumperwire.cli.dialogue import Dialogue
from jumperwire.cli.failure import Failure, Problem
from jumperwire.cli.grammar import Command, switch
from jumperwire.cli.keyboard import keyboard
from jumperwire.cli.output import Output
from jumperwire.cli.sentences import sentence


def _takes(parser: ArgumentParser) -> None:
    switch(parser, "escape-non-printable", "e", "show bytes that are not plain text as hex numbers")
    parser.add_argument("--capture", metavar="FILE", help="also write what the board says to this file")
    parser.add_argument("--inject-code", metavar="CODE", help=r"code that Ctrl-J types; \n is Enter")
    parser.add_argument("--inject-file", metavar="FILE", help="file that Ctrl-K runs")


async def _repl(context: Context, arguments: Namespace) -> None:
    if len(context.options.boards) > 1:
        raise Failure(Problem.ONE_BOARD_ONLY, name="repl")
    session = await context.session()
    context.acted = True
    out = context.out
    out.line(f"Connected to MicroPython at {session.address}")
    out.line("Use Ctrl-] or Ctrl-x to exit this shell")
    if arguments.escape_non_printable:
        out.line("Escaping non-printable bytes/characters by printing their hex code")
    with ExitStack() as stack:
        capture = None
        if arguments.capture is not None:
            out.line(f'Capturing session to file "{arguments.capture}"')
            capture = _Capture(stack.enter_context(_opened(arguments.capture)), arguments.capture, out)
        code = _typed(arguments.inject_code)
        if code is not None:
            out.line(f"Use Ctrl-J to inject {code!r}")
        if arguments.inject_file is not None:
            out.line(f'Use Ctrl-K to inject file "{arguments.inject_file}"')
        if not sys.stdin.isatty():
            raise Failure(Problem.NO_TERMINAL)

        def show(data: bytes) -> None:
            data = _escaped(data) if arguments.escape_non_printable else data
            out.write(data)
            if capture:
                capture.write(data)

        keys = stack.enter_context(keyboard())
        await Dialogue(session, show, code, arguments.inject_file).run(keys)


class _Capture:
    """Writes a copy of what the board says to a file, for as long as that succeeds."""

    def __init__(self, file: BinaryIO, path: str, out: Output) -> None:
        self._file: BinaryIO | None = file
        self._path = path
        self._out = out

    def write(self, data: bytes) -> None:
        try:
            if self._file:
                self._file.write(data)
        except OSError as error:
            self._file = None
            cause = error.strerror or str(error)
            told = sentence(Failure(Problem.FILE_UNWRITABLE, path=self._path, cause=cause))
            self._out.write(f"\r\n[{told}]\r\n".encode("utf-8", "backslashreplace"))


def _opened(path: str) -> BinaryIO:
    try:
        return cast(BinaryIO, open(path, "wb", buffering=0))
    except OSError as error:
        raise Failure(Problem.FILE_UNWRITABLE, path=path, cause=error.strerror or str(error)) from error


def _typed(code: str | None) -> bytes | None:
    return None if code is None else code.replace("\\n", "\r\n").encode()


def _escaped(data: bytes) -> bytes:
    return re.sub(rb"[^\x08-\x0a\r\x1b -~]", lambda byte: b"[%02x]" % byte[0][0], data)


COMMANDS = {"repl": Command(_takes, _repl)}
