"""What every transport gives: a byte stream of five methods, and what is known of its link."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Protocol

from jumperwire.errors import LinkLost

_HIGH_WATER = 1 << 20
"""Bytes that may wait to be read; beyond it the system is no longer read, so that it holds the board back."""


@dataclass(frozen=True, slots=True)
class LinkTraits:
    """What is known of a link. Unknown counts as lossy: see docs/protocol.md."""

    loss_free: bool = False
    """Bytes toward the board are held back when it does not read, never dropped."""
    starts_board: bool = False
    """Opening the link starts the board too, which says its banner when it has started."""


class ByteStream(Protocol):
    """A link to a board. ``transport/memory.py`` is its fake."""

    @property
    def name(self) -> str:
        """The address, as the user wrote it."""

    async def read(self) -> bytes:
        """At least one byte, as many as there are. Raises LinkLost when the link ended or broke."""

    async def write(self, data: bytes) -> None:
        """Send all of it; returns when the system has taken it. Raises LinkLost."""

    async def set_lines(self, *, dtr: bool | None = None, rts: bool | None = None) -> None:
        """Set modem lines; None leaves a line alone. Raises ResetUnsupported where there are none."""

    async def aclose(self) -> None:
        """Free the port. Never raises, may be called twice."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An open stream with what is known of its link."""

    stream: ByteStream
    traits: LinkTraits


class BufferedProtocol(asyncio.Protocol):
    """Turns asyncio's callbacks into `read`, with a bound; used by every transport that has a real link."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lost: LinkLost | None = None
        self.closed = asyncio.get_running_loop().create_future()
        self._chunks: list[bytes] = []
        self._size = 0
        self._waiter: asyncio.Future[None] | None = None
        self._drained = asyncio.Event()
        self._drained.set()
        self._reading: asyncio.ReadTransport | None = None
        self._paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by asyncio; ``transport`` is held back when nobody reads."""
        assert isinstance(transport, asyncio.ReadTransport)
        self._reading = transport

    def data_received(self, data: bytes) -> None:
        """Called by asyncio."""
        self._chunks.append(bytes(data))
        self._size += len(data)
        if self._size > _HIGH_WATER and self._reading and not self._paused:
            self._paused = True
            self._reading.pause_reading()
        self._wake()

    def pause_writing(self) -> None:
        """Called by asyncio: the system takes no more for now."""
        self._drained.clear()

    def resume_writing(self) -> None:
        """Called by asyncio."""
        self._drained.set()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by asyncio."""
        self.fail(str(exc) if exc else "the other end closed it")
        if not self.closed.done():
            self.closed.set_result(None)

    def fail(self, cause: str) -> None:
        """The link is gone: `read` raises once what came before it is read."""
        if self.lost is None:
            self.lost = LinkLost(board=self.name, cause=cause)
        self._drained.set()
        self._wake()

    async def read(self) -> bytes:
        """See ByteStream.read."""
        while not self._chunks:
            if self.lost:
                raise self.lost
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
        data = self._chunks[0] if len(self._chunks) == 1 else b"".join(self._chunks)
        self._chunks.clear()
        self._size = 0
        if self._paused and self._reading:
            self._paused = False
            self._reading.resume_reading()
        return data

    async def drain(self) -> None:
        """Wait until the system takes more."""
        await self._drained.wait()
        if self.lost:
            raise self.lost

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)
