"""An event loop whose clock leaps over the time in which nothing happens: silent boards cost none."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import thread_time
from typing import Any

import pytest


@dataclass
class Seen:
    """What the loops of one block came to."""

    leapt: float = 0.0
    """Seconds that a loop leapt at most."""
    held: float = 0.0
    """Seconds of this thread's own time for which one was held at most: a busy machine adds none."""
    excused: float = 0.0
    """Seconds that the test itself has taken, which do not count."""


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
        self._began: float | None = None

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """See BaseSelector. It is called once for all that is done at once."""
        seen = LeapingLoop.seen
        if self._began is not None:
            seen.held = max(seen.held, thread_time() - seen.excused - self._began)
        ready = self._select(timeout)
        self._began = thread_time() - seen.excused
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
    """Event loops that are made meanwhile leap."""
    LeapingLoop.seen = Seen()
    with pytest.MonkeyPatch.context() as patch:
        before = asyncio.get_event_loop_policy()
        patch.setattr(asyncio, "new_event_loop", LeapingLoop)
        asyncio.set_event_loop_policy(_Policy())
        try:
            yield LeapingLoop.seen
        finally:
            asyncio.set_event_loop_policy(before)
