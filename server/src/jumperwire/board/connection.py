"""The life of a link: opened, lost and opened again, until nobody wants it any more."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from jumperwire.board.console import Console
from jumperwire.board.link import Link
from jumperwire.board.owner import TaskOwner
from jumperwire.board.shown import ShownState
from jumperwire.board.state import Happening, Identity, Incident, State
from jumperwire.errors import JumperwireError, LinkLost, NotConnected, PortGone
from jumperwire.protocol.channel import Event
from jumperwire.transport.stream import LinkTraits, Opened

_RETRY = (0.1, 0.2, 0.5, 1.0)
"""Seconds between attempts to reopen a lost link; the last value repeats."""

_SHORT_LIFE = 2.0
_SHORT_LIVES = 5
"""The number of links in a row that may break soon after they were opened; then the port is closed for
good.
"""


class LinkUser(Protocol):
    """Is told about a connection's links."""

    def link_opened(self, link: Link, traits: LinkTraits) -> None:
        """Called when there is a new link, before it is read."""

    def link_ended(self) -> None:
        """Called when there is no link any more."""

    def on_event(self, event: Event) -> None:
        """Called for an event of the protocol other than output."""

    def changed(self) -> None:
        """Called after output, since it may change what the board is believed to be doing."""


class Connection:
    """One board's link, if it is open.

    ``tasks`` owns its tasks, and ends them when the connection is closed.
    """

    def __init__(
        self,
        board: Identity,
        opener: Callable[[str], Awaitable[Opened]],
        tasks: TaskOwner,
        shown: ShownState,
        console: Console,
        user: LinkUser,
    ) -> None:
        self.link: Link | None = None
        self._board = board
        self._opener = opener
        self._tasks = tasks
        self._shown = shown
        self._console = console
        self._user = user
        self._wanted = False
        """Whether the board should be connected, so that a lost link is opened again."""
        self._reader: asyncio.Task[None] | None = None
        self._closing: asyncio.Task[None] | None = None
        self._reconnecting: asyncio.Task[None] | None = None
        self._opened_at = 0.0
        self._short_lives = 0

    def require(self) -> Link:
        """Return the link. Raises LinkLost, or NotConnected."""
        if self.link is None:
            fault = self._shown.fault
            raise fault if isinstance(fault, LinkLost) else NotConnected(board=self._board.name)
        return self.link

    async def open(self) -> None:
        """Open the link and send nothing. Raises the transport's errors; the state then has the reason."""
        if self.link is not None:
            return
        await self._closed()
        await self._stop_reconnecting()
        self._wanted = True
        self._shown.set(State.OPENING)
        try:
            opened = await self._opener(self._board.address)
        except JumperwireError as error:
            self._shown.set(State.ABSENT if isinstance(error, PortGone) else State.CLOSED, error)
            raise
        except asyncio.CancelledError:
            self._shown.set(State.CLOSED)
            raise
        self._short_lives = 0
        self._adopt(opened, Happening.CONNECTED)

    async def close(self) -> None:
        """Free the port, even when cancelled."""
        self._wanted = False
        await self._stop_reconnecting()
        link, self.link = self.link, None
        if link is None:
            await self._closed()
            if self._reader:
                await asyncio.wait([self._reader])  # it frees the port of a link that was lost
            self._shown.set(State.CLOSED)
            return
        self._ended()
        self._closing = asyncio.ensure_future(self._close(link))
        await asyncio.shield(self._closing)

    async def _close(self, link: Link) -> None:
        await link.aclose()
        await self._tasks.aclose()
        self._shown.set(State.CLOSED)
        self._console.report(Incident(Happening.DISCONNECTED))

    async def _closed(self) -> None:
        """Wait for a `close` that was cancelled, since it frees the port all the same."""
        if self._closing:
            await asyncio.wait([self._closing])

    def _adopt(self, opened: Opened, happening: Happening) -> None:
        link = self.link = Link(opened, self._user.on_event, self._console.output, self._user.changed)
        self._opened_at = asyncio.get_running_loop().time()
        self._user.link_opened(link, opened.traits)
        self._shown.set(State.ATTACHED)
        self._console.report(Incident(happening, self._board.address))
        self._reader = self._tasks.spawn(self._live(link), "reader")

    def _ended(self) -> None:
        self._shown.forget_timer()
        self._user.link_ended()

    async def _live(self, link: Link) -> None:
        lost = await link.run()
        if self.link is not link:
            return
        self.link = None
        self._ended()
        short = asyncio.get_running_loop().time() - self._opened_at < _SHORT_LIFE
        self._short_lives = self._short_lives + 1 if short else 0
        closed = self._short_lives >= _SHORT_LIVES
        self._shown.set(State.CLOSED if closed else State.LOST, lost)
        self._console.report(Incident(Happening.LOST, self._board.address, lost))
        await link.aclose()
        if not closed and self._wanted:
            self._reconnecting = self._tasks.spawn(self._reconnect(), "reconnect")

    async def _reconnect(self) -> None:
        attempt = 0
        while self.link is None:
            await asyncio.sleep(_RETRY[min(attempt, len(_RETRY) - 1)])
            attempt += 1
            try:
                opened = await self._opener(self._board.address)
            except JumperwireError as error:
                self._shown.set(State.LOST, error)
                continue
            self._adopt(opened, Happening.RECONNECTED)

    async def _stop_reconnecting(self) -> None:
        task, self._reconnecting = self._reconnecting, None
        if task and not task.done():
            task.cancel()
            await asyncio.wait([task])
