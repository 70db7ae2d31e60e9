"""A timer that allows for the event loop's own lateness: what came meanwhile is read before it counts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from jumperwire.board.timing import LinkTiming

LATE = 0.05
"""Seconds by which a timer of ours may be late before what came meanwhile is read first."""


class Deadline:
    """Calls ``passed`` when its time is over, unless it is stopped or begun anew before.

    Where the loop itself was late by more than `LATE`, that is noted in ``timing``, and the time goes on for
    ``grace`` seconds once, as an answer may wait to be read.
    """

    def __init__(self, timing: LinkTiming, grace: float, passed: Callable[[], None]) -> None:
        self._timing = timing
        self._grace = grace
        self._passed = passed
        self.timer: asyncio.TimerHandle | None = None
        """None where it is stopped, or over: to be looked at only."""

    def begin(self, seconds: float, *, graced: bool = False) -> None:
        """Let the time be over in so many seconds, whatever was set before. ``graced``: without more then."""
        if self.timer:
            self.timer.cancel()
        loop = asyncio.get_running_loop()
        due = loop.time() + seconds
        self.timer = loop.call_at(due, self._over, due, 0.0 if graced else min(seconds, self._grace))

    def stop(self) -> None:
        """Call nobody."""
        if self.timer:
            self.timer.cancel()
            self.timer = None

    def _over(self, due: float, grace: float) -> None:
        self.timer = None
        late = asyncio.get_running_loop().time() - due
        if late > LATE:
            self._timing.late(late)
            if grace:
                self.begin(grace, graced=True)
                return
        self._passed()
