"""Answers the requests of a board's mounts over its link, in time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from jumperwire.board.link import Link
from jumperwire.filesystem.mount import errnos
from jumperwire.protocol.mount_messages import Answer, MountLimits, Request
from jumperwire.protocol.mounting import Exchange

log = logging.getLogger(__name__)

Own = Callable[[Coroutine[Any, Any, None], str], object]

REASSURE = 0.1
"""Seconds after which a board is told that its answer takes longer. It waits for 0.3 s."""

LONGEST = 30.0
"""The time limit for a folder of this PC to answer, in seconds."""


class Port:
    """Serves the mounts of one board. A new one is created for each link."""

    def __init__(self, link: Link, limits: MountLimits, serve: Callable[[Request], Answer], own: Own) -> None:
        """``own`` gives a task to an owner that outlives the link."""
        self._link = link
        self._own = own
        self._serve = serve
        self._exchange = Exchange(limits)
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._timer: asyncio.TimerHandle | None = None

    @property
    def round_trip(self) -> float:
        """The link's round trip in seconds, as far as it is known."""
        return self._link.timing.round_trip or 0.0

    def agree(self, limits: MountLimits) -> None:
        """Use these limits from the next answer on."""
        self._exchange.limits = limits

    def receive(self, data: bytes) -> bytes:
        """Take out requests, as `LinkFilter.receive` says."""
        others = self._exchange.receive(data)
        for request in self._exchange.requests:
            self._own(self._answer(request), "answer of a mount")
        self._exchange.requests.clear()
        self._after_step()
        return others

    async def quiet(self) -> None:
        """Wait until the board is not listening for an answer."""
        await self._quiet.wait()

    def ended(self) -> None:
        """Note that the board is at its prompt."""
        self._exchange.ended()
        self._after_step()

    def forget(self) -> None:
        """Note that the board has restarted."""
        self._exchange.forget()
        self._after_step()

    def close(self) -> None:
        """Note that the link is gone. An answer that is still being prepared goes nowhere."""
        self._exchange.forget()
        self._after_step()

    async def _answer(self, request: Request) -> None:
        loop = asyncio.get_running_loop()
        done = loop.run_in_executor(None, self._serve, request)
        until = loop.time() + LONGEST
        while not done.done() and loop.time() < until:
            await asyncio.wait([done], timeout=REASSURE)
            if not done.done():
                self._exchange.keep_waiting(request)
                self._after_step()
                self._link.hear(b"")  # its silence is caused by us
        self._exchange.answer(request, _result(done) if done.done() else Answer(error=errnos.EIO))
        self._after_step()

    def _after_step(self) -> None:
        self._link.post(self._exchange.data_to_send())
        if self._exchange.open:
            self._quiet.clear()
        else:
            self._quiet.set()
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if self._exchange.wait is not None:
            self._timer = asyncio.get_running_loop().call_later(self._exchange.wait, self._expire)

    def _expire(self) -> None:
        self._timer = None
        self._link.hear(self._exchange.expire())
        self._after_step()


def _result(done: asyncio.Future[Answer]) -> Answer:
    """Return the answer.

    A bug of ours is logged, and becomes an error so that the board does not wait in vain.
    """
    error = done.exception()
    if error is None:
        return done.result()
    log.error("a request of a mount failed", exc_info=error)
    return Answer(error=errnos.EIO)
