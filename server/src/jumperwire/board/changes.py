"""Waits until something about a session changes: after each event, the condition is checked again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from jumperwire.board.link import Link


class Changes:
    """Wakes everyone who waits for a condition when something has happened that may have made it true."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()

    def note(self) -> None:
        """Note that something has happened."""
        self._changed.set()

    async def next(self, link: Link | None = None) -> None:
        """Wait until something happens. Raises LinkLost if that is the end of ``link``."""
        self._changed.clear()
        await self._changed.wait()
        if link and link.lost:
            raise link.lost

    async def until(self, condition: Callable[[], bool], link: Link | None = None) -> None:
        """Wait, without a limit, until ``condition`` is true. Raises LinkLost at the end of ``link``."""
        while not condition():
            await self.next(link)

    async def within(self, seconds: float, condition: Callable[[], bool], link: Link) -> bool:
        """Return whether ``condition`` becomes true within ``seconds`` and before ``link`` ends."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not condition():
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0 or link.lost:
                return condition()
            self._changed.clear()
            # Not `wait_for`: before Python 3.12 it may lose a cancellation.
            timer = asyncio.get_running_loop().call_later(left, self._changed.set)
            try:
                await self._changed.wait()
            finally:
                timer.cancel()
        return True
