"""``exec:<command line>``: a program that behaves like a board, on a pty, or on pipes on Windows."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import subprocess
import sys
from typing import IO

from jumperwire.errors import LinkLost, OpenFailed, ResetUnsupported
from jumperwire.transport.address import Address
from jumperwire.transport.child import ChildStream, Complaint
from jumperwire.transport.stream import BufferedProtocol, LinkTraits, Opened

_GRACE = 0.5
"""Seconds that a program gets to end by itself before it is killed."""


async def open_process(address: Address) -> Opened:
    """Start the command. Raises OpenFailed."""
    traits = LinkTraits(loss_free=address.holds_back, starts_board=True)
    command = shlex.split(address.rest, posix=sys.platform != "win32")
    if sys.platform == "win32":
        return Opened(await ChildStream.start(address.text, command), traits)  # never run on Windows by us
    return Opened(await PtyStream.start(address.text, command), traits)


class PtyStream:
    """A child process on its own pty in raw mode, which looks like a serial port to it."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], protocol: BufferedProtocol) -> None:
        self.name = name
        self._process = process
        self._protocol = protocol
        self._complaint = Complaint(name)
        self._files: list[IO[bytes]] = []
        self._reader: asyncio.ReadTransport | None = None
        self._errors: asyncio.ReadTransport | None = None
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
        try:
            await stream._connect(ours)
        except BaseException:
            await stream.aclose()
            raise
        return stream

    async def _connect(self, fd: int) -> None:
        loop = asyncio.get_running_loop()
        write_end = os.fdopen(os.dup(fd), "wb", buffering=0)
        output = os.fdopen(fd, "rb", buffering=0)
        assert self._process.stderr
        self._files = [write_end, output, self._process.stderr]
        self._writer, _ = await loop.connect_write_pipe(lambda: _WriteSide(self._protocol), write_end)
        self._reader, _ = await loop.connect_read_pipe(lambda: self._protocol, output)
        self._errors, _ = await loop.connect_read_pipe(lambda: self._complaint, self._process.stderr)

    async def read(self) -> bytes:
        """See ByteStream."""
        try:
            return await self._protocol.read()
        except LinkLost as lost:
            raise await self._why() or lost from None

    async def _why(self) -> LinkLost | None:
        """Return the end of the process as the reason for an error, if that was the reason."""
        try:
            code = await asyncio.to_thread(self._process.wait, _GRACE)
        except subprocess.TimeoutExpired:
            return None
        return LinkLost(board=self.name, cause=self._complaint.cause_of_end(code))

    async def write(self, data: bytes) -> None:
        """See ByteStream."""
        if not self._writer:
            raise LinkLost(board=self.name, cause="closed")
        self._writer.write(data)
        await self._protocol.drain()

    async def set_lines(self, *, dtr: bool | None = None, rts: bool | None = None) -> None:
        """Raise ResetUnsupported, since a process has no modem lines."""
        raise ResetUnsupported(board=self.name)

    async def aclose(self) -> None:
        """Close the stream, as `ByteStream.aclose` says.

        The program and everything that it started are ended.
        """
        writer, self._writer = self._writer, None
        if writer:
            writer.abort()
        for pipe in (self._reader, self._errors):
            if pipe:
                pipe.close()
        for file in self._files:
            file.close()
        if self._process.returncode is None:
            await _stop(self._process)


async def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a process and its group: ask, wait briefly, then kill."""
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
            command, stdin=tty_fd, stdout=tty_fd, stderr=subprocess.PIPE, start_new_session=True
        )
    except (OSError, ValueError, IndexError) as error:
        cause = getattr(error, "strerror", None) or str(error)
        raise OpenFailed(address=name, cause=cause) from error


class _WriteSide(asyncio.BaseProtocol):
    """The writing direction of a link; the protocol is with the reading direction."""

    def __init__(self, protocol: BufferedProtocol) -> None:
        self._protocol = protocol

    def pause_writing(self) -> None:
        self._protocol.pause_writing()

    def resume_writing(self) -> None:
        self._protocol.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._protocol.fail(str(exc) if exc else "the board's process ended")
