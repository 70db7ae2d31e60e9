"""Passes on what a run prints, while it runs."""

from __future__ import annotations

import asyncio
import codecs
from collections.abc import Callable, Coroutine
from typing import Any

from jumperwire.board.console import Console, OutputQueue
from jumperwire.board.state import RunOutcome

Run = Callable[[OutputQueue], Coroutine[Any, Any, RunOutcome]]


async def shown(console: Console, run: Run, on_output: Callable[[str], object]) -> RunOutcome:
    """Return the outcome of ``run``, whose output goes to ``on_output``.

    An exception there interrupts the run.
    """
    ready = asyncio.Event()
    output_queue = OutputQueue(ready.set)
    text = _Text()
    running = asyncio.ensure_future(run(output_queue))
    running.add_done_callback(lambda _: ready.set())
    try:
        while not running.done():
            await ready.wait()
            ready.clear()
            if said := text.decode(output_queue.take()[0], final=running.done()):
                on_output(said)
        return await running
    finally:
        console.detach(output_queue)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


class _Text:
    """Decodes bytes of a board as text, with LF for CR LF, wherever they are split."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")
        self._held = ""

    def decode(self, data: bytes, *, final: bool) -> str:
        text = self._held + self._decoder.decode(data, final)
        self._held = "\r" if text.endswith("\r") and not final else ""
        return text[: len(text) - len(self._held)].replace("\r\n", "\n")
