"""Serves what a board's mounts ask for, over its link, in time."""

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
"""Seconds after which a board is told that its answer takes longer; it waits for 0.3."""

LONGEST = 30.0
"""Seconds that a folder of this PC gets to answer."""


class Port:
    """One board's; made anew for each link."""

    def __init__(self, link: Link, limits: MountLimits, serve: Callable[[Request], Answer], own: Own) -> None:
        """``own`` gives a task to who outlives the link."""
        self._link = link
        self._own = own
        self._serve = serve
        self._exchange = Exchange(limits)
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._timer: asyncio.TimerHandle | None = None

    @property
    def round_trip(self) -> float:
        """Seconds from a question to its answer, as far as known."""
        return self._link.timing.round_trip or 0.0

    def agree(self, limits: MountLimits) -> None:
        """From the next answer on."""
        self._exchange.limits = limits

    def receive(self, data: bytes) -> bytes:
        """See `LinkFilter.receive`."""
        others = self._exchange.receive(data)
        for request in self._exchange.requests:
            self._own(self._answer(request), "answer of a mount")
        self._exchange.requests.clear()
        self._after_step()
        return others

    async def quiet(self) -> None:
        """Wait until the board does not listen for an answer."""
        await self._quiet.wait()

    def ended(self) -> None:
        """The board is at its prompt."""
        self._exchange.ended()
        self._after_step()

    def forget(self) -> None:
        """The board began anew."""
        self._exchange.forget()
        self._after_step()

    def close(self) -> None:
        """The link is gone; an answer that is still looked for goes nowhere."""
        self._exchange.forget()
        self._after_step()

    async def _answer(self, request: Request) -> None:
        loop = asyncio.get_running_loop()
        done = loop.run_in_executor(None, self._serve, request)
        until = loop.time() + LONGEST
        while not done.done() and loop.time() < until:
            await asyncio.wait([done], timeout=REASSURE)
            if not done.done():
                self._exchange.keep_waiting()
                self._after_step()
                self._link.hear(b"")  # that it is silent is our doing
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
    """A mistake of ours is told in the log, and the board does not wait for it in vain."""
    error = done.exception()
    if error is None:
        return done.result()
    log.error("a request of a mount failed", exc_info=error)
    return Answer(error=errnos.EIO)
