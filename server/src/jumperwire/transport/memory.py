"""The fake transport: a pair of streams in memory, for tests and for programs that bring their own link."""

from __future__ import annotations

import asyncio

from jumperwire.errors import LinkLost
from jumperwire.transport.stream import BufferedProtocol


class MemoryStream:
    """One end of a pair made by `pair`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: list[tuple[bool | None, bool | None]] = []
        """The calls of `set_lines`, oldest first."""
        self._protocol = BufferedProtocol(name)
        self._peer: MemoryStream | None = None

    def connect(self, peer: MemoryStream) -> None:
        """Connect this end to ``peer``, which reads what is written here."""
        self._peer = peer

    async def read(self) -> bytes:
        """See ByteStream."""
        return await self._protocol.read()

    async def write(self, data: bytes) -> None:
        """See ByteStream."""
        if self._protocol.lost:
            raise self._protocol.lost
        assert self._peer is not None
        self._peer._protocol.data_received(data)
        await asyncio.sleep(0)

    async def set_lines(self, *, dtr: bool | None = None, rts: bool | None = None) -> None:
        """Record the call."""
        self.lines.append((dtr, rts))

    async def aclose(self) -> None:
        """Close both ends, as pulling out a cable does."""
        self._protocol.fail("closed")
        if self._peer:
            self._peer._protocol.fail("the other end closed it")

    def breaks(self, cause: str) -> None:
        """Make both ends fail, as when the cable is pulled out."""
        for end in (self, self._peer):
            if end:
                end._protocol.lost = LinkLost(board=end.name, cause=cause)
                end._protocol.fail(cause)


def pair(name: str = "memory") -> tuple[MemoryStream, MemoryStream]:
    """Return two ends: what is written to one is read from the other."""
    ours, theirs = MemoryStream(name), MemoryStream(f"{name} (board)")
    ours.connect(theirs)
    theirs.connect(ours)
    return ours, theirs
