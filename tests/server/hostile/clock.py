"""An event loop whose clock leaps over the time in which nothing happens: boards that keep silent cost none."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

_GLANCE = 0.05
"""Seconds for what happens outside of the loop, such as the end of a process."""


class LeapingLoop(asyncio.SelectorEventLoop):
    """Leaps to the next timer where no thread works for it."""

    furthest = 0.0

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

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """See BaseSelector."""
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if timeout is None or self._loop.working:
            return super().select(timeout)
        self._loop.leapt += timeout
        LeapingLoop.furthest = max(LeapingLoop.furthest, self._loop.leapt)
        return super().select(0)


class _Policy(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        return LeapingLoop()


@contextmanager
def leaping() -> Iterator[Callable[[], float]]:
    """Event loops that are made meanwhile leap; how far the one that leapt furthest did, in seconds."""
    LeapingLoop.furthest = 0.0
    with pytest.MonkeyPatch.context() as patch:
        before = asyncio.get_event_loop_policy()
        patch.setattr(asyncio, "new_event_loop", LeapingLoop)
        asyncio.set_event_loop_policy(_Policy())
        try:
            yield lambda: LeapingLoop.furthest
        finally:
            asyncio.set_event_loop_policy(before)
