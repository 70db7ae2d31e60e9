"""A board of the product's own transports as a command on pipes: ``bridge.py virtual:name``.

So that the link emulator and other tools can talk to it.
"""

from __future__ import annotations

import asyncio
import os
import sys

from jumperwire.errors import LinkLost
from jumperwire.transport import stream as streams
from jumperwire.transport.opening import open_link
from jumperwire.transport.stream import ByteStream


async def _bridge(address: str) -> None:
    streams._HIGH_WATER = (
        4096  # a board has hardly any room for its output; a megabyte would be seconds of it
    )
    stream = (await open_link(address)).stream
    loop = asyncio.get_running_loop()
    typed: asyncio.Queue[bytes] = asyncio.Queue()
    loop.add_reader(0, lambda: typed.put_nowait(os.read(0, 4096)))
    ways = [asyncio.ensure_future(_say(stream)), asyncio.ensure_future(_type(stream, typed))]
    await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    await stream.aclose()


async def _say(stream: ByteStream) -> None:
    """The board's output; a pipe that is full holds it back, and keys with it."""
    while True:
        try:
            data = await stream.read()
        except LinkLost:
            return
        if len(data) <= 4096:
            _write(data)
        else:
            await asyncio.to_thread(_write, data)


async def _type(stream: ByteStream, typed: asyncio.Queue[bytes]) -> None:
    while data := await typed.get():
        await stream.write(data)


def _write(data: bytes) -> None:
    while data:
        data = data[os.write(1, data) :]


if __name__ == "__main__":
    asyncio.run(_bridge(sys.argv[1]))
