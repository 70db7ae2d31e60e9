"""Standard output as the wire, on every platform.

If the editor does not read the pipe, only the thread that writes to it is blocked.
"""

from __future__ import annotations

import asyncio
import os
import queue
import sys
import threading
from collections.abc import Callable


def claim_stdout() -> int:
    """Return the wire's own file descriptor. From now on, everything that prints writes to standard error."""
    wire = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return wire


class FdWriter:
    """Writes to ``fd`` from a thread, in order.

    ``waiting`` is the number of bytes that the editor has not taken yet.
    """

    def __init__(
        self,
        fd: int,
        loop: asyncio.AbstractEventLoop,
        on_progress: Callable[[], None],
        on_broken: Callable[[], None],
    ) -> None:
        self.waiting = 0
        self.broken = False
        self._on_broken = on_broken
        self._fd = fd
        self._loop = loop
        self._on_progress = on_progress
        self._queue: queue.SimpleQueue[bytes] = queue.SimpleQueue()  # bounded by the outbox, by `waiting`
        self._thread = threading.Thread(target=self._work, name="wire writer", daemon=True)
        self._thread.start()

    def write(self, data: bytes) -> None:
        """Queue one frame. Never waits."""
        self.waiting += len(data)
        self._queue.put(data)

    def close(self, patience: float = 0.0) -> None:
        """Write what is queued, for at most ``patience`` seconds."""
        self._queue.put(b"")
        self._thread.join(patience)

    def _work(self) -> None:
        while data := self._queue.get():
            try:
                view = memoryview(data)
                while view and not self.broken:
                    view = view[os.write(self._fd, view) :]
            except OSError:
                self.broken = True
            try:
                self._loop.call_soon_threadsafe(self._done, len(data))
            except RuntimeError:
                return  # the loop has ended before this thread

    def _done(self, count: int) -> None:
        self.waiting -= count
        if self.broken:
            self._on_broken()
        else:
            self._on_progress()
