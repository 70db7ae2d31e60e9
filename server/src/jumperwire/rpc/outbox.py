"""What is sent to the editor: answers at once, terminal output combined and bounded.

A slow editor never blocks the port's reader: output waits in each board's output queue, which drops its
oldest bytes and counts them, and is sent only while the editor reads.
"""

from __future__ import annotations

import asyncio
import codecs
from collections.abc import Callable
from typing import Protocol

from jumperwire.board.console import OutputQueue
from jumperwire.rpc.contract import OutputParams

COALESCE = 0.016
"""Seconds between two batches of one board's output, as between frames of a 60 Hz screen."""

HIGH_WATER = 256 * 1024
"""Bytes that the editor may leave unread before output waits."""


class Writer(Protocol):
    """The destination of frames."""

    waiting: int

    def write(self, data: bytes) -> None:
        """Queue one frame."""

    def close(self) -> None:
        """Note that nothing more will be written."""


class OutputPump:
    """Sends one board's output to the editor.

    The first bytes after a pause are sent at once, so that an echo feels immediate; more bytes within 16
    ms wait.
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
        """Send what waits, even if the editor does not read, since the next message must come after it."""
        self._cancel()
        data, skipped = self.output_queue.take()
        text = self._decoder.decode(data)
        if text or skipped:
            self._last = asyncio.get_running_loop().time()
            self._send(OutputParams(board=self._board, data=text, skipped=skipped))

    def try_flush(self) -> None:
        """Send what waits if the editor reads."""
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
        # Not at once even if nothing waits, so that more output in this turn of the loop is included.
        self._timer = loop.call_later(wait, self._due)

    def _due(self) -> None:
        self._timer = None
        self.try_flush()

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
