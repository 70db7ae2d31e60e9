"""Runs command lines: the event loop, the signals, and several boards at once."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import BinaryIO

from jumperwire.cli import user_macros
from jumperwire.cli.context import AUTO
from jumperwire.cli.line import Line
from jumperwire.cli.macros import BUILT_IN, Macro
from jumperwire.cli.options import Options
from jumperwire.cli.output import Output


def run_all(words: list[str], options: Options, stdout: BinaryIO, stderr: BinaryIO) -> int:
    """Run ``words`` on every board that the options name, and return the highest exit status."""
    # Without a handler, warnings would go to standard error.
    logging.getLogger("jumperwire").addHandler(logging.NullHandler())
    quiet = options.quiet or options.json  # notes are not JSON
    out = Output(stdout, stderr, quiet=quiet)
    macros = {**BUILT_IN, **user_macros.read(out)}
    outs = [out]
    if len(options.boards) > 1:
        outs = [Output(stdout, stderr, quiet=quiet, name=board) for board in options.boards]
    return asyncio.run(_run(words, options, macros, outs))


async def _run(words: list[str], options: Options, macros: Mapping[str, Macro], outs: list[Output]) -> int:
    boards = options.boards or (AUTO,)
    lines = [Line(words, options, macros, out, board) for out, board in zip(outs, boards, strict=True)]

    def stop() -> None:
        for line in lines:
            line.stop()

    for out in outs:
        out.on_broken = stop
    _on_interrupt(stop)
    return max(await asyncio.gather(*(line.run() for line in lines)))


def _on_interrupt(stop: Callable[[], None]) -> None:
    """Call `stop` when a signal asks for the end. The loop's own way to do that would import `inspect`."""
    loop = asyncio.get_running_loop()

    def wake(*_: object) -> None:
        with suppress(RuntimeError):  # the loop is closed: the commands have ended anyway
            loop.call_soon_threadsafe(stop)

    windows = sys.platform == "win32"  # never run there by us; signals wake the loop there, too
    for name in ("SIGINT",) if windows else ("SIGINT", "SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), wake)
