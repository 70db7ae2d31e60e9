"""``exec:<command line>``: a program that behaves as a board, over a pty; over pipes on Windows."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import subprocess
import sys

from jumperwire.errors import OpenFailed, ResetUnsupported
from jumperwire.transport.address import Address
from jumperwire.transport.child import ChildStream
from jumperwire.transport.stream import BufferedProtocol, LinkTraits, Opened

_GRACE = 0.5
"""Seconds that a program gets to end by itself before it is killed."""


async def open_process(address: Address) -> Opened:
    """Start the command. Raises OpenFailed."""
    traits = LinkTraits(starts_board=True)
    command = shlex.split(address.rest, posix=sys.platform != "win32")
    if sys.platform == "win32":
        return Opened(await ChildStream.start(address.text, command), traits)  # not run here
    return Opened(await PtyStream.start(address.text, command), traits)


class PtyStream:
    """A child process on a pty of its own, in raw mode: what a serial port looks like to it."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], protocol: BufferedProtocol) -> None:
        self.name = name
        self._process = process
        self._protocol = protocol
        self._reader: asyncio.ReadTransport | None = None
        self._writer: asyncio.WriteTransport | None = None

    @classmethod
    async def start(cls, name: str, command: list[str]) -> PtyStream:
        """Start the command. Raises OpenFailed."""
        import pty  # POSIX only
        import tty

        ours, theirs = pty.openpty()
        tty.setraw(theirs)
        try:
            process = _spawn(name, command, theirs)
        except OpenFailed:
            os.close(ours)
            raise
        finally:
            os.close(theirs)
        stream = cls(name, process, BufferedProtocol(name))
        await stream._connect(ours)
        return stream

    async def _connect(self, fd: int) -> None:
        loop = asyncio.get_running_loop()
        write_end = os.fdopen(os.dup(fd), "wb", buffering=0)
        self._reader, _ = await loop.connect_read_pipe(
            lambda: self._protocol, os.fdopen(fd, "rb", buffering=0)
        )
        self._writer, _ = await loop.connect_write_pipe(lambda: _WriteSide(self._protocol), write_end)

    async def read(self) -> bytes:
        """See ByteStream."""
        return await self._protocol.read()

    async def write(self, data: bytes) -> None:
        """See ByteStream."""
        assert self._writer
        self._writer.write(data)
        await self._protocol.drain()

    async def set_lines(self, *, dtr: bool | None = None, rts: bool | None = None) -> None:
        """A process has no lines."""
        raise ResetUnsupported(board=self.name)

    async def aclose(self) -> None:
        """See ByteStream. The program and all that it started end with it."""
        if self._writer and self._reader:
            self._writer.abort()
            self._reader.close()
        if self._process.returncode is None:
            await _stop(self._process)


async def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a process and its group: ask, wait a little, kill."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
        except ProcessLookupError:
            break  # it ended by itself
        try:
            await asyncio.to_thread(process.wait, _GRACE)
        except subprocess.TimeoutExpired:
            continue
        break
    await asyncio.to_thread(process.wait)


def _spawn(name: str, command: list[str], tty_fd: int) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            command, stdin=tty_fd, stdout=tty_fd, stderr=subprocess.DEVNULL, start_new_session=True
        )
    except (OSError, ValueError, IndexError) as error:
        cause = getattr(error, "strerror", None) or str(error)
        raise OpenFailed(address=name, cause=cause) from error


class _WriteSide(asyncio.BaseProtocol):
    """The other direction of a link whose reading side has the protocol."""

    def __init__(self, protocol: BufferedProtocol) -> None:
        self._protocol = protocol

    def pause_writing(self) -> None:
        self._protocol.pause_writing()

    def resume_writing(self) -> None:
        self._protocol.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._protocol.fail(str(exc) if exc else "the board's process ended")
