"""The writing end of a link: what is posted goes out in order, and all that waits goes in one write."""

from __future__ import annotations

import asyncio
import logging

from jumperwire.errors import LinkLost
from jumperwire.transport.stream import ByteStream

log = logging.getLogger(__name__)


class Writer:
    """Writes to a stream from one task, which is `run`."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self._outgoing = bytearray()
        self._wanted = asyncio.Event()
        self._written = asyncio.Event()
        self._written.set()

    def post(self, data: bytes) -> None:
        """Have it written; never waits."""
        self._outgoing += data
        self._written.clear()
        self._wanted.set()

    def drop(self) -> None:
        """Forget what was not written yet."""
        self._outgoing.clear()

    def end(self) -> None:
        """Nothing is written any more: let nobody wait for it."""
        self._written.set()

    async def written(self) -> None:
        """Wait until the system has all that was posted, or until the end."""
        await self._written.wait()

    async def run(self) -> LinkLost:
        """Write as wanted until the link is lost; says why."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            data = bytes(self._outgoing)
            self._outgoing.clear()
            try:
                if data:
                    log.debug("> %s %r", self._stream.name, data[:200])
                    await self._stream.write(data)
            except LinkLost as lost:
                return lost
            if not self._outgoing:
                self._written.set()
