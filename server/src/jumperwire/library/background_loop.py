"""One event loop in a background thread, which does the work of programs without asyncio."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_LOOK = None if sys.platform != "win32" else 0.1
"""Seconds between two checks for Ctrl-C, which on Windows does not wake a thread that waits."""


class BackgroundLoop:
    """Runs coroutines for any thread; each thread waits for its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """Run ``work`` and return its result.

        Ctrl-C cancels ``work`` and is raised once that has ended; a second Ctrl-C is raised at once.
        """
        if threading.current_thread() is self._thread:
            work.close()
            raise RuntimeError("this would wait for itself: it was called by a callback of the same library")
        job: _Job[T] = _Job(self._running(), work)
        try:
            job.wait()
        except BaseException:
            job.cancel()
            job.wait()
            raise
        return job.task.result()

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None or not (self._thread and self._thread.is_alive()):
                loop = self._loop = asyncio.new_event_loop()
                # A daemon thread, so that a program that forgot to close a board ends all the same.
                self._thread = threading.Thread(target=_serve, args=[loop], name="jumperwire", daemon=True)
                self._thread.start()
            return self._loop


class _Job(Generic[T]):
    """A coroutine in the loop's thread, and the wait for it in another thread."""

    task: asyncio.Task[T]

    def __init__(self, loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, T]) -> None:
        self._loop = loop
        self._work = work
        self._ended = threading.Event()
        loop.call_soon_threadsafe(self._start)

    def wait(self) -> None:
        while not self._ended.wait(_LOOK):
            pass

    def cancel(self) -> None:
        self._loop.call_soon_threadsafe(lambda: self.task.cancel())

    def _start(self) -> None:
        self.task = self._loop.create_task(self._work)
        self.task.add_done_callback(lambda _: self._ended.set())


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    loop.run_forever()


BACKGROUND_LOOP = BackgroundLoop()
"""The only background loop of this process."""
