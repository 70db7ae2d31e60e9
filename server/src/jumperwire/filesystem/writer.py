"""Writes files of the PC on a thread, one after the other: no disk, however slow, holds up the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from jumperwire.atomic import NewFile
from jumperwire.filesystem.local import local_errors

_LEAVE = 1.0
"""Seconds that `Writer.aclose` waits for a disk; after that, the thread tidies up by itself."""


class Writer:
    """Makes one file after the other. Each appears when it is complete.

    All methods return at once but for `settle` and `aclose`; what is asked for is done in this order.
    """

    def __init__(self) -> None:
        self.error: BaseException | None = None
        """The first failure, until `discard`: LocalFileFailed or PathUnsafe. Nothing is written after it."""
        self.waiting = 0
        """The number of bytes that are not written yet."""
        self._thread = ThreadPoolExecutor(1, "download")
        self._jobs: set[asyncio.Future[None]] = set()
        self._dropped = False
        # Of the thread alone:
        self._new: NewFile | None = None
        self._broken = False

    def write(self, path: Path, within: Path | None, data: bytes) -> None:
        """Add to the file that goes to ``path``. The first call opens it."""
        self._submit(partial(self._do, partial(self._add, path, within, data)), len(data))

    def commit(self, path: Path, within: Path | None, data: bytes) -> None:
        """Add the end of the file, and let it take its place."""
        self._submit(partial(self._do, partial(self._finish, path, within, data)), len(data))

    def discard(self) -> None:
        """Drop the file that is incomplete. A failure is forgotten."""
        if self._new is not None or self._jobs or self.error:
            self._submit(self._clear)
        self.error = None

    async def settle(self) -> None:
        """Wait until everything is done. Raises the first failure."""
        if self._jobs:
            await asyncio.wait(self._jobs)
        if self.error is not None:
            raise self.error

    async def aclose(self) -> None:
        """Drop the file that is incomplete, and what was to be done yet."""
        self._dropped = True
        self.discard()
        self._thread.shutdown(wait=False)
        if self._jobs:
            await asyncio.wait(self._jobs, timeout=_LEAVE)

    def _submit(self, work: Callable[[], None], size: int = 0) -> None:
        self.waiting += size
        job = asyncio.get_running_loop().run_in_executor(self._thread, work)
        self._jobs.add(job)
        job.add_done_callback(partial(self._done, size))

    def _done(self, size: int, job: asyncio.Future[None]) -> None:
        self.waiting -= size
        self._jobs.discard(job)
        if not job.cancelled() and (error := job.exception()) is not None:
            self.error = self.error or error

    def _do(self, work: Callable[[], None]) -> None:
        if self._broken or self._dropped:
            return
        try:
            work()
        except BaseException:
            self._broken = True
            raise

    def _add(self, path: Path, within: Path | None, data: bytes) -> None:
        with local_errors(path):
            if self._new is None:
                self._new = NewFile(path, within)
            self._new.write(data)

    def _finish(self, path: Path, within: Path | None, data: bytes) -> None:
        self._add(path, within, data)
        if self._new is not None:
            with local_errors(path):
                self._new.commit()
        self._clear()

    def _clear(self) -> None:
        new, self._new = self._new, None
        self._broken = False
        if new is not None:
            new.discard()
