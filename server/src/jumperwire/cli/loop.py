"""From words to an exit status: the event loop, the signals, and several boards at once."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Mapping
from typing import BinaryIO

from jumperwire.cli import line, user_macros
from jumperwire.cli.context import AUTO
from jumperwire.cli.macros import BUILT_IN, Macro
from jumperwire.cli.options import Options
from jumperwire.cli.output import Output, forget_standard


def run_all(words: list[str], options: Options, stdout: BinaryIO, stderr: BinaryIO) -> int:
    """Do it on every board that the options name; the highest status of all."""
    logging.getLogger("jumperwire").addHandler(logging.NullHandler())  # else warnings go to standard error
    quiet = options.quiet or options.json  # what is done is no JSON
    out = Output(stdout, stderr, quiet=quiet)
    macros = {**BUILT_IN, **user_macros.read(out)}
    outs = [out]
    if len(options.boards) > 1:
        outs = [Output(stdout, stderr, quiet=quiet, name=board) for board in options.boards]
    status = asyncio.run(_run(words, options, macros, outs))
    if any(each.broken for each in outs):
        forget_standard()
    return status


async def _run(words: list[str], options: Options, macros: Mapping[str, Macro], outs: list[Output]) -> int:
    boards = options.boards or (AUTO,)
    tasks = [
        asyncio.ensure_future(line.run(words, options, macros, out, board))
        for out, board in zip(outs, boards, strict=True)
    ]

    def stop() -> None:
        for task in tasks:
            task.cancel()

    for out in outs:
        out.on_broken = stop
    if sys.platform != "win32":  # there, asyncio.run cancels on Ctrl-C
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(sign, stop)
    return max(await asyncio.gather(*tasks))
