"""A child process over pipes, on every platform. Its standard error goes to the log."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import subprocess
import sys
from typing import TypeVar, cast

from jumperwire.errors import OpenFailed, ResetUnsupported
from jumperwire.transport.stream import BufferedProtocol

log = logging.getLogger(__name__)

C = TypeVar("C", bound="ChildStream")

_GRACE = 1.0
"""Seconds that the program gets to end after its standard input was closed, before it is killed."""


_LONGEST_COMPLAINT = 4096
"""Bytes of a process's standard error that are kept, to explain why it ended."""


_ERROR = re.compile(r"\w*Error\b")


class Complaint(asyncio.Protocol):
    """What a board's process writes to standard error: it is logged, and explains how the process ended."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._text = b""

    def data_received(self, data: bytes) -> None:
        """Take bytes from asyncio, or from whoever reads the pipe."""
        self._text = (self._text + data)[-_LONGEST_COMPLAINT:]
        log.info("%s: %s", self._name, data.decode("utf-8", "backslashreplace").rstrip())

    def cause_of_end(self, code: int | None) -> str:
        """Return why the process ended: its exit code, and the most informative line of its standard
        error.
        """
        if not code:
            return "the board's process ended"
        lines = self._text.decode("utf-8", "backslashreplace").strip().splitlines()
        errors = [line for line in lines if _ERROR.match(line)]  # Node prints its version after the error
        why = f": {(errors or lines)[-1][:200]}" if lines else ""
        return f"the board's process ended with code {code}{why}"


class ChildStream:
    """A child process whose standard input and output are the link."""

    def __init__(self, name: str, transport: asyncio.SubprocessTransport, child: _Child) -> None:
        self.name = name
        self._transport = transport
        self._child = child
        self._stdin = cast("asyncio.WriteTransport", transport.get_pipe_transport(0))

    @classmethod
    async def start(cls: type[C], name: str, command: list[str], env: dict[str, str] | None = None) -> C:
        """Start the command. Raises OpenFailed."""
        loop = asyncio.get_running_loop()
        # In its own session, so that Ctrl-C in our terminal does not reach it. It ends when its input closes.
        if sys.platform == "win32":  # never run on Windows by us
            group = subprocess.CREATE_NEW_PROCESS_GROUP
            work = loop.subprocess_exec(lambda: _Child(name), *command, env=env, creationflags=group)
        else:
            work = loop.subprocess_exec(lambda: _Child(name), *command, env=env, start_new_session=True)
        starting = asyncio.ensure_future(work)
        try:
            return cls(name, *await asyncio.shield(starting))
        except asyncio.CancelledError:
            with contextlib.suppress(OSError, ValueError, TypeError):
                await cls(name, *await starting).aclose()  # a process that is half started cannot be ended
            raise
        except (OSError, ValueError, TypeError) as error:
            cause = getattr(error, "strerror", None) or str(error)
            raise OpenFailed(address=name, cause=cause) from error

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
        """Raise ResetUnsupported, since a process has no modem lines."""
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
        self._complaint = Complaint(name)
        self._transport: asyncio.SubprocessTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = child = cast("asyncio.SubprocessTransport", transport)
        if stdout := child.get_pipe_transport(1):
            self.buffer.connection_made(stdout)

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        if fd == 1:
            self.buffer.data_received(data)
        else:
            self._complaint.data_received(data)

    def pause_writing(self) -> None:
        self.buffer.pause_writing()

    def resume_writing(self) -> None:
        self.buffer.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called when the process has ended and all of its output has arrived."""
        code = self._transport.get_returncode() if self._transport else None
        self.buffer.fail(self._complaint.cause_of_end(code))

    def process_exited(self) -> None:
        if not self.exited.done():
            self.exited.set_result(None)
