"""An event loop whose clock leaps over the time in which nothing happens: silent boards cost none.

It is also watched: a loop is held while it works, and while another thread of the process works and does
not let it go on (a long call that keeps the interpreter's lock). Both are measured in CPU time. By the wall
clock alone, a busy machine that runs other processes meanwhile would count as a loop that is held, and by
the loop's own CPU time alone, a thread that starves it would not.
"""

from __future__ import annotations

import asyncio
import gc
import os
import selectors
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter, process_time, thread_time
from typing import Any

import pytest


@dataclass
class Seen:
    """What the loops of one block came to."""

    leapt: float = 0.0
    """Seconds that a loop leapt at most."""
    held: float = 0.0
    """Seconds of CPU for which one was held at most: a busy machine adds none."""
    excused: float = 0.0
    """Seconds that the test itself has taken, which do not count."""


class Times:
    """The clocks of one thread, in seconds."""

    def __init__(self) -> None:
        self._queue = _run_queue()

    def now(self) -> tuple[float, float, float, float]:
        """By the wall; spent by this thread, by all of them, and by this one in wanting a CPU."""
        waited = int(os.pread(self._queue, 80, 0).split()[1]) / 1e9 if self._queue else 0.0
        return perf_counter(), thread_time(), process_time(), waited

    def held(self, began: tuple[float, float, float, float]) -> float:
        """CPU seconds since then of this thread, and of others while it slept.

        Only Linux tells how long a thread wanted a CPU: elsewhere, those of this thread alone.
        """
        wall, own, all_threads, waited = (now - then for now, then in zip(self.now(), began, strict=True))
        asleep = max(wall - own - waited, 0.0) if self._queue else 0.0
        return own + min(asleep, max(all_threads - own, 0.0))

    def close(self) -> None:
        """No more is asked."""
        if self._queue:
            os.close(self._queue)
        self._queue = None


def _run_queue() -> int | None:
    """A descriptor of what Linux tells about this thread's turns, if it does."""
    try:
        return os.open(f"/proc/self/task/{threading.get_native_id()}/schedstat", os.O_RDONLY)
    except OSError:
        return None


class LeapingLoop(asyncio.SelectorEventLoop):
    """Leaps to the next timer where no thread works for it."""

    seen = Seen()

    def __init__(self) -> None:
        self.leapt = 0.0
        self.working = 0
        super().__init__(_Leaping(self))

    def time(self) -> float:
        """See AbstractEventLoop."""
        return super().time() + self.leapt

    def run_in_executor(  # type: ignore[override]  # of a variadic method, for those that take no more
        self, executor: Any, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        """See AbstractEventLoop."""
        work = super().run_in_executor(executor, func, *args)
        self.working += 1
        work.add_done_callback(self._worked)
        return work

    def _worked(self, work: object) -> None:
        self.working -= 1


class _Leaping(selectors.DefaultSelector):
    def __init__(self, loop: LeapingLoop) -> None:
        super().__init__()
        self._loop = loop
        self._times = Times()
        self._began: tuple[float, float, float, float] | None = None
        self._excused = 0.0

    def close(self) -> None:
        """See BaseSelector."""
        super().close()
        self._times.close()

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """See BaseSelector. It is called once for all that is done at once."""
        seen = LeapingLoop.seen
        if self._began is not None:
            held = self._times.held(self._began) - (seen.excused - self._excused)
            seen.held = max(seen.held, held)
        ready = self._select(timeout)
        self._began, self._excused = self._times.now(), seen.excused
        return ready

    def _select(self, timeout: float | None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if timeout is None or self._loop.working:
            return super().select(timeout)
        self._loop.leapt += timeout
        LeapingLoop.seen.leapt = max(LeapingLoop.seen.leapt, self._loop.leapt)
        return super().select(0)


class _Policy(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        return LeapingLoop()


@contextmanager
def leaping() -> Iterator[Seen]:
    """Event loops that are made meanwhile leap. What was made before is not gone through by collections."""
    LeapingLoop.seen = Seen()
    gc.freeze()  # as `jumper` and the sidecar have it: all that other tests have left would hold the loop
    with pytest.MonkeyPatch.context() as patch:
        before = asyncio.get_event_loop_policy()
        patch.setattr(asyncio, "new_event_loop", LeapingLoop)
        asyncio.set_event_loop_policy(_Policy())
        try:
            yield LeapingLoop.seen
        finally:
            asyncio.set_event_loop_policy(before)
            gc.unfreeze()
