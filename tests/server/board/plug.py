"""A plug between a session and its link, that a test can pull; and boards that are scripted byte by byte."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from jumperwire.errors import LinkLost, PortGone
from jumperwire.transport.memory import MemoryStream, pair
from jumperwire.transport.opening import open_link
from jumperwire.transport.stream import ByteStream, LinkTraits, Opened


class Plug:
    """The opener of a session; `pull` it and the link is lost, `insert` it and it opens again."""

    def __init__(self) -> None:
        self.opened = 0
        self._inserted = True
        self._current: _Pluggable | None = None

    async def open(self, address: str) -> Opened:
        """What a session calls to open its link."""
        if not self._inserted:
            raise PortGone(port=address)
        opened = await open_link(address)
        self.opened += 1
        self._current = _Pluggable(opened.stream)
        return Opened(self._current, opened.traits)

    def pull(self) -> None:
        """Lose the link at once."""
        self._inserted = False
        assert self._current is not None
        self._current.pulled.set()

    def insert(self) -> None:
        """Let it be opened again."""
        self._inserted = True


class _Pluggable:
    def __init__(self, inner: ByteStream) -> None:
        self._inner = inner
        self.pulled = asyncio.Event()

    @property
    def name(self) -> str:
        return self._inner.name

    async def read(self) -> bytes:
        reading = asyncio.ensure_future(self._inner.read())
        pulled = asyncio.ensure_future(self.pulled.wait())
        try:
            await asyncio.wait([reading, pulled], return_when=asyncio.FIRST_COMPLETED)
            if self.pulled.is_set():
                raise LinkLost(board=self.name, cause="pulled")
            return reading.result()
        finally:
            for task in (reading, pulled):
                task.cancel()
            await asyncio.wait([reading, pulled])

    async def write(self, data: bytes) -> None:
        if self.pulled.is_set():
            raise LinkLost(board=self.name, cause="pulled")
        await self._inner.write(data)

    async def set_lines(self, *, dtr: bool | None = None, rts: bool | None = None) -> None:
        await self._inner.set_lines(dtr=dtr, rts=rts)

    async def aclose(self) -> None:
        await self._inner.aclose()


Script = Callable[[MemoryStream], Coroutine[Any, Any, None]]


def scripted(script: Script, traits: LinkTraits | None = None) -> Callable[[str], Awaitable[Opened]]:
    """An opener of boards that do what ``script`` does with their end of the link, until that is closed."""

    async def open_board(address: str) -> Opened:
        ours, theirs = pair(address)
        return Opened(_Scripted(ours, asyncio.ensure_future(script(theirs))), traits or LinkTraits())

    return open_board


class _Scripted:
    def __init__(self, link: MemoryStream, board: asyncio.Future[None]) -> None:
        self.name = link.name
        self.read, self.write, self.set_lines = link.read, link.write, link.set_lines
        self._link, self._board = link, board

    async def aclose(self) -> None:
        await self._link.aclose()
        self._board.cancel()
        await asyncio.wait([self._board])
        if not self._board.cancelled() and not isinstance(self._board.exception(), LinkLost | None):
            await self._board
