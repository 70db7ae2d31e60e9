"""``eval``, ``exec`` and ``run``: run the user's code and pass its output through byte for byte."""

from __future__ import annotations

import asyncio
import re
from argparse import ArgumentParser, Namespace
from pathlib import Path

from jumperwire.cli.context import Context
from jumperwire.cli.failure import Failure, Finish, Problem
from jumperwire.cli.grammar import Command, switch
from jumperwire.cli.output import Output
from jumperwire.device import script
from jumperwire.errors import BoardReset


def _eval_takes(parser: ArgumentParser) -> None:
    parser.add_argument("expression", help="expression to evaluate")


def _exec_takes(parser: ArgumentParser) -> None:
    _may_follow(parser)
    parser.add_argument("code", help="code to run")


def _run_takes(parser: ArgumentParser) -> None:
    _may_follow(parser)
    parser.add_argument("path", help="a file of this computer")


def _may_follow(parser: ArgumentParser) -> None:
    switch(parser, "follow", "f", "wait for the end and show the output (default)", True)


async def _eval(context: Context, arguments: Namespace) -> None:
    await _execute(context, f"print({arguments.expression})".encode("utf-8", "surrogateescape"), True)


async def _exec(context: Context, arguments: Namespace) -> None:
    await _execute(context, arguments.code.encode("utf-8", "surrogateescape"), arguments.follow)


async def _run(context: Context, arguments: Namespace) -> None:
    try:
        source = await asyncio.to_thread(Path(arguments.path).read_bytes)
    except OSError as error:
        cause = error.strerror or str(error)
        raise Failure(Problem.FILE_UNREADABLE, path=arguments.path, cause=cause) from error
    if context.synced:
        await _forget_modules(context)
    await _execute(context, source, arguments.follow)


async def _forget_modules(context: Context) -> None:
    """Let what runs next import modules from the files that were synced."""
    from jumperwire.filesystem.modules import forget

    async with context.board(acts=False) as board:
        await forget(board)
    context.synced = False


async def _execute(context: Context, source: bytes, follow: bool) -> None:
    """Run ``source``, and show its output and then its traceback. ``follow``: wait until it ends."""
    if not follow:
        await context.start(_sendable(source))
        return
    context.interrupted = 1
    session = await context.session()
    shown = _Shown(context.out)
    async with context.board() as board:
        with session.console.captured(shown.write):
            finished = await board.run(_sendable(source))
    context.interrupted = 130
    if not finished.reset:
        shown.write(finished.error if not finished.shown else b"")
        shown.end()
    elif not finished.raw and not _RESTARTS.search(source):
        raise BoardReset(board=session.name)  # the board crashed, or a watchdog reset it
    if finished.error:
        raise Finish(1)


_RESTARTS = re.compile(rb"reset|bootloader|deepsleep")
"""Matches source that may restart the chip on purpose.

A soft reset is not included: `sys.exit` causes one.
"""


def _sendable(source: bytes) -> bytes:
    """Return source in a form that can be sent.

    If it is not text, it is sent as it is, and the board reports the error.
    """
    try:
        return script.prepare(source.decode("utf-8"))
    except UnicodeDecodeError:
        return source if not set(source) & set(range(1, 6)) else f"exec({source!r})\n".encode()


_REBOOT = re.compile(rb"\x04+[\r\n]*(?:M|MP|MPY|MPY: .{0,200})?\Z", re.DOTALL)
"""Matches the beginning of a board's message about a restart, at the end of the output, as far as it has
arrived.
"""


class _Shown:
    """Shows a program's output, but holds back what may be the beginning of a restart message."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self._held = b""

    def write(self, data: bytes) -> None:
        """Show the next bytes."""
        data = self._held + data
        match = _REBOOT.search(data)
        end = match.start() if match else len(data)
        self._held = data[end:]
        self._out.write(data[:end])

    def end(self) -> None:
        """Show what was held back: it belonged to the program."""
        self._out.write(self._held)
        self._held = b""


COMMANDS = {
    "eval": Command(_eval_takes, _eval),
    "exec": Command(_exec_takes, _exec),
    "run": Command(_run_takes, _run, files=True),
}
