"""A far end that sends everything back, until it is told to go away: what every transport is tried with.

    python tests/server/transport/echo.py

As a program it speaks on standard input and output.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
import tty
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

QUIT = b"<quit>"
"""What makes it close its end."""


@dataclass(frozen=True)
class Far:
    """One row of the table: how to have a far end, and at which address."""

    name: str
    started: Callable[[], AbstractAsyncContextManager[str]]
    lines: bool = False
    """Whether the link has modem lines."""
    starts_board: bool = False

    def __str__(self) -> str:
        return self.name


@asynccontextmanager
async def pty_far_end() -> AsyncIterator[str]:
    """A pty that a serial port's driver opens."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    os.set_blocking(ours, False)
    device = os.ttyname(theirs)
    loop = asyncio.get_running_loop()
    closed = False

    def close() -> None:
        nonlocal closed
        if not closed:
            closed = True
            loop.remove_reader(ours)
            os.close(ours)

    waiting = b""

    def readable() -> None:
        nonlocal waiting
        with contextlib.suppress(BlockingIOError):
            waiting += os.read(ours, 4096)
        pump()

    def pump() -> None:
        nonlocal waiting
        if closed:
            return
        if waiting.endswith(QUIT):
            close()
            return
        with contextlib.suppress(BlockingIOError):
            waiting = waiting[os.write(ours, waiting) :]
        if waiting:
            loop.call_later(0.001, pump)

    loop.add_reader(ours, readable)
    os.close(theirs)
    keeper = os.open(device, os.O_RDWR | os.O_NOCTTY)  # a pty whose other side was never open reads as ended
    try:
        yield device
    finally:
        os.close(keeper)
        close()


async def serving(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """What a server does with one connection."""
    with contextlib.suppress(OSError):
        while (data := await reader.read(65536)) and not data.endswith(QUIT):
            writer.write(data)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def socket_far_end() -> AsyncIterator[str]:
    """A TCP server."""
    server = await asyncio.start_server(serving, "127.0.0.1", 0)
    try:
        port = server.sockets[0].getsockname()[1]
        yield f"socket://127.0.0.1:{port}"
    finally:
        server.close()
        await server.wait_closed()


@asynccontextmanager
async def program_far_end() -> AsyncIterator[str]:
    """This file as a program."""
    yield f"exec:{sys.executable} {Path(__file__)}"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main() -> None:
    tail = b""
    while data := os.read(0, 65536):
        tail = (tail + data)[-len(QUIT) :]
        if tail == QUIT:
            sys.exit("told to go away")
        while data:
            data = data[os.write(1, data) :]


if __name__ == "__main__":
    main()
