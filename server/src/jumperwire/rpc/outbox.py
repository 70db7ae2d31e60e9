"""What goes to the editor: answers at once, terminal output coalesced and bounded.

A slow editor never blocks the port's reader: output waits in each board's tap, which drops its oldest
bytes and counts them, and is taken only while the editor reads.
"""

from __future__ import annotations

import asyncio
import codecs
from collections.abc import Callable
from typing import Protocol

from jumperwire.board.console import OutputQueue
from jumperwire.rpc.contract import OutputParams

COALESCE = 0.016
"""Seconds between two batches of one board's output: a frame of a 60 Hz screen."""

HIGH_WATER = 256 * 1024
"""Bytes that the editor may leave unread before output waits."""


class Writer(Protocol):
    """Where frames go."""

    waiting: int

    def write(self, data: bytes) -> None:
        """Queue one frame."""

    def close(self) -> None:
        """No more will come."""


class OutputPump:
    """One board's output on its way to the editor.

    The first bytes after a pause go at once, so that an echo feels local; more within 16 ms wait.
    """

    def __init__(
        self, board: str, send: Callable[[OutputParams], None], is_clear: Callable[[], bool]
    ) -> None:
        self.output_queue = OutputQueue(self._ready)
        self._board = board
        self._send = send
        self._is_clear = is_clear
        self._decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")
        self._timer: asyncio.TimerHandle | None = None
        self._last = 0.0

    def flush(self) -> None:
        """Send what waits, whether or not the editor reads: what comes next must come behind it."""
        self._cancel()
        data, skipped = self.output_queue.take()
        text = self._decoder.decode(data)
        if text or skipped:
            self._last = asyncio.get_running_loop().time()
            self._send(OutputParams(board=self._board, data=text, skipped=skipped))

    def try_flush(self) -> None:
        """Send what waits, if the editor reads."""
        if self._is_clear():
            self.flush()

    def close(self) -> None:
        """Send the rest."""
        self.flush()

    def _ready(self) -> None:
        if self._timer is not None:
            return
        loop = asyncio.get_running_loop()
        wait = max(0.0, self._last + COALESCE - loop.time())
        # Not at once even without a wait: what else comes in this turn of the loop goes along.
        self._timer = loop.call_later(wait, self._due)

    def _due(self) -> None:
        self._timer = None
        self.try_flush()

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
