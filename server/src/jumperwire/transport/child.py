"""A child process over pipes, on every platform; its standard error goes to the log."""

from __future__ import annotations

import asyncio
import logging
from typing import cast

from jumperwire.errors import OpenFailed, ResetUnsupported
from jumperwire.transport.stream import BufferedProtocol

log = logging.getLogger(__name__)

_GRACE = 1.0
"""Seconds that the program gets to end after its standard input was closed, before it is killed."""


class ChildStream:
    """A child process whose standard input and output are the link."""

    def __init__(self, name: str, transport: asyncio.SubprocessTransport, child: _Child) -> None:
        self.name = name
        self._transport = transport
        self._child = child
        self._stdin = cast("asyncio.WriteTransport", transport.get_pipe_transport(0))

    @classmethod
    async def start(cls, name: str, command: list[str], env: dict[str, str] | None = None) -> ChildStream:
        """Start the command. Raises OpenFailed."""
        loop = asyncio.get_running_loop()
        try:
            transport, child = await loop.subprocess_exec(lambda: _Child(name), *command, env=env)
        except (OSError, ValueError, TypeError) as error:
            cause = getattr(error, "strerror", None) or str(error)
            raise OpenFailed(address=name, cause=cause) from error
        return cls(name, transport, child)

    @property
    def returncode(self) -> int | None:
        """The exit status, once the process has ended."""
        return self._transport.get_returncode()

    async def read(self) -> bytes:
        """See ByteStream."""
        return await self._child.buffer.read()

    async def write(self, data: bytes) -> None:
        """See ByteStream."""
        self._stdin.write(data)
        await self._child.buffer.drain()

    async def set_lines(self, *, dtr: bool | None = None, rts: bool | None = None) -> None:
        """A process has no lines."""
        raise ResetUnsupported(board=self.name)

    async def aclose(self) -> None:
        """See ByteStream."""
        self._stdin.close()
        if self.returncode is None:
            await asyncio.wait([self._child.exited], timeout=_GRACE)
        if self.returncode is None:
            self._transport.kill()
            await asyncio.wait([self._child.exited], timeout=_GRACE)
        self._transport.close()


class _Child(asyncio.SubprocessProtocol):
    def __init__(self, name: str) -> None:
        self.buffer = BufferedProtocol(name)
        self.exited = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        child = cast("asyncio.SubprocessTransport", transport)
        if stdout := child.get_pipe_transport(1):
            self.buffer.connection_made(stdout)

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        if fd == 1:
            self.buffer.data_received(data)
        else:
            log.info("%s: %s", self.buffer.name, data.decode("utf-8", "backslashreplace").rstrip())

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        if fd == 1:
            self.buffer.fail("the board's process ended")

    def pause_writing(self) -> None:
        self.buffer.pause_writing()

    def resume_writing(self) -> None:
        self.buffer.resume_writing()

    def process_exited(self) -> None:
        self.buffer.fail("the board's process ended")
        if not self.exited.done():
            self.exited.set_result(None)
