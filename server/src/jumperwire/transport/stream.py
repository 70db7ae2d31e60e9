"""What every transport provides: a byte stream with five methods, and what is known about its link."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Protocol

from jumperwire.errors import LinkLost

_HIGH_WATER = 1 << 20
"""Bytes that may wait to be read.

Beyond this, nothing more is read from the system, which then stops the board.
"""

_AT_ONCE = 64 * 1024
"""Bytes that are read at once.

Each read allocates so much. asyncio's 256 KiB go to and from the system each time: a third of an exec.
"""


@dataclass(frozen=True, slots=True)
class LinkTraits:
    """What is known about a link. By default it counts as lossy: see docs/protocol.md."""

    loss_free: bool = False
    """Whether bytes to the board are held back while it does not read, rather than dropped."""
    starts_board: bool = False
    """Whether opening the link also starts the board, which prints its banner when it has started."""


class ByteStream(Protocol):
    """A link to a board. ``transport/memory.py`` is its fake."""

    @property
    def name(self) -> str:
        """The address, as the user wrote it."""

    async def read(self) -> bytes:
        """Return at least one byte, and all that have arrived.

        Raises LinkLost when the link has ended or broken.
        """

    async def write(self, data: bytes) -> None:
        """Send all of ``data``, and return when the system has accepted it. Raises LinkLost."""

    async def set_lines(self, *, dtr: bool | None = None, rts: bool | None = None) -> None:
        """Set modem lines; None leaves a line unchanged. Raises ResetUnsupported if there are none."""

    async def aclose(self) -> None:
        """Free the port. Never raises, and may be called twice."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An open stream, and what is known about its link."""

    stream: ByteStream
    traits: LinkTraits


class BufferedProtocol(asyncio.Protocol):
    """Turns asyncio's callbacks into `read`, with a limit on what waits.

    Every transport with a real link uses it.
    """

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
        """Called by asyncio. ``transport`` is paused while nobody reads."""
        assert isinstance(transport, asyncio.ReadTransport)
        self._reading = transport
        if hasattr(transport, "max_size"):  # asyncio's transports of pipes and sockets on POSIX
            transport.max_size = _AT_ONCE

    def data_received(self, data: bytes) -> None:
        """Called by asyncio."""
        self._chunks.append(bytes(data))
        self._size += len(data)
        if self._size > _HIGH_WATER and self._reading and not self._paused:
            self._paused = True
            self._reading.pause_reading()
        self._wake()

    def pause_writing(self) -> None:
        """Called by asyncio when the system accepts no more for now."""
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
        """End the link: once everything before has been read, `read` raises LinkLost with ``cause``."""
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
        """Wait until the system accepts more."""
        await self._drained.wait()
        if self.lost:
            raise self.lost

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)
