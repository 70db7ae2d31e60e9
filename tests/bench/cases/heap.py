"""What our scripts and a transfer take of a board's heap.

Measured on a 32-bit interpreter, since objects have that size on boards: each power-on is left less of a
heap, until it fails.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial

from boards import catalog

from bench.cases.transfer import loads
from bench.rig import Rig
from jumperwire.board.lease import Lease
from jumperwire.board.session import Session
from jumperwire.errors import JumperwireError
from jumperwire.filesystem.calls import load
from jumperwire.filesystem.outgoing import Meter, Outgoing
from jumperwire.filesystem.strategies.frames import Frames
from jumperwire.transport.opening import open_link
from jumperwire.transport.stream import Opened

VARIABLE = "MICROPYTHON32"
SIZES = ((4096, 12), (4096, 11), (4096, 0), (2048, 10), (1024, 9), (1024, 0), (512, 9), (256, 0))
"""Bytes in a block, bits of the window."""

STEP = 32
MOST = 96 << 10
USED = b"import gc\ngc.collect()\nprint(gc.mem_alloc())\n"
LEAVE = """\
import gc, sys
gc.collect()
k = bytearray(%d)
h = None
n = 1 << 18
while n >= 1:
    try:
        h = (h, bytearray(n))
    except MemoryError:
        n //= 2
try:
    while 1:
        h = (h,)
except MemoryError:
    sys.modules['_hog'] = h
del k, h, n
gc.collect()
print(gc.mem_free())
"""
"""Leaves so much in one place, and no holes beside it but those that this text had."""

Work = Callable[[Lease], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Place:
    """A board to measure on: each attempt is another power-on of it."""

    address: str
    loss_free: bool

    @contextlib.asynccontextmanager
    async def lease(self) -> AsyncIterator[Lease]:
        """At its prompt, and known."""

        async def opener(text: str) -> Opened:
            opened = await open_link(text)
            return Opened(opened.stream, replace(opened.traits, loss_free=self.loss_free))

        session = Session(self.address, opener=opener)
        await session.connect()
        try:
            async with session.lease() as board:
                await board.info()
                yield board
        finally:
            await session.disconnect()

    async def held(self, work: Work) -> int:
        """Bytes that stay in use after some work."""
        async with self.lease() as board:
            before = int((await board.exec(USED)).output)
            await work(board)
            return int((await board.exec(USED)).output) - before

    async def least(self, before: Work, work: Work) -> int:
        """The smallest free heap on which the work is done, after what is done ``before`` on a large one."""
        low, high, least = 0, MOST, MOST
        while high - low > STEP:
            middle = (low + high) // 2
            if free := await self._enough(before, work, middle):
                high, least = middle, free
            else:
                low = middle
        return least

    async def _enough(self, before: Work, work: Work, left: int) -> int:
        """The bytes that were free, or 0 where they were not enough."""
        with contextlib.suppress(JumperwireError, asyncio.TimeoutError):
            async with self.lease() as board:
                await before(board)
                free = int((await board.exec(LEAVE % left)).output)
                await asyncio.wait_for(work(board), 20)
                return free
        return 0


def run(rig: Rig) -> None:
    """On both kinds of links: where bytes may be lost, a guard comes along."""
    program = os.environ.get(VARIABLE)
    if reason := _missing(program):
        rig.say(f"  without a 32-bit interpreter: {reason}")
        return
    address = catalog.unix_address(rig.folder / "heap.littlefs", program=program)
    for link, loss_free in (("usb", True), ("uart", False)):
        asyncio.run(_measure(rig, link, Place(address, loss_free)))


def _missing(program: str | None) -> str | None:
    if catalog.UNIX.missing and not program:
        return catalog.UNIX.missing
    if not program:
        return f"set {VARIABLE} to one, such as Debian's micropython:i386"
    if not os.access(program, os.X_OK):
        return f"{program} cannot be run"
    return None


async def _measure(rig: Rig, link: str, place: Place) -> None:
    row = rig.recorder("heap", "unix32", link)
    for name, loading in (("up", _receiver), ("down", _sender)):
        row.value("jumperwire", f"scripts {name}, held", "KiB", await place.held(loading) / 1024, 1)
        row.value(
            "jumperwire", f"scripts {name}, to load", "KiB", await place.least(_nothing, loading) / 1024, 1
        )
    held = await place.held(_receiver)
    for block, bits in SIZES:
        window = f"window of {1 << bits} B" if bits else "no deflate"
        most = held + await place.least(_receiver, partial(_up, Frames("", block, bits)))
        row.value("jumperwire", f"up, {block} B, {window}", "KiB", most / 1024, 1)
        least = held + block + (1 << bits if bits else 0)
        row.value("jumperwire", f"up, {block} B, {window}, scripts and buffers", "KiB", least / 1024, 1)


async def _nothing(board: Lease) -> None:
    del board


async def _receiver(board: Lease) -> None:
    await load(board, "frames", "drain")
    await load(board, "receive", "frames", "finish")


async def _sender(board: Lease) -> None:
    await load(board, "send", "drain")


async def _up(way: Frames, board: Lease) -> None:
    text = loads()[0].files["text.py"]
    files = [Outgoing("/d.py", text[: 40 << 10]), Outgoing("/e.py", random.Random(1).randbytes(8 << 10))]
    await way.send(board, files, Meter(lambda _: None, len(files), sum(len(file.data) for file in files)))
