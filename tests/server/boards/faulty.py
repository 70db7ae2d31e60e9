"""A link with faults between a session and its board, in one process: an opener for `Session`."""

from __future__ import annotations

import asyncio
import contextlib
import random

from boards.linkspec import DelayLine, LinkSpec
from jumperwire.errors import LinkLost
from jumperwire.transport.opening import open_link
from jumperwire.transport.stream import ByteStream, LinkTraits, Opened

_CHUNK = 4096


class FaultyOpener:
    """Opens a board's link once, and keeps the board alive while its link breaks and is opened again."""

    def __init__(self, seed: int = 1) -> None:
        self.spec = LinkSpec("good")
        self._chance = random.Random(seed)
        self._inner: ByteStream | None = None
        self._outer: FaultyStream | None = None
        self._traits = LinkTraits()

    async def open(self, address: str) -> Opened:
        """What a session calls."""
        if self._inner is None:
            opened = await open_link(address)
            self._inner, self._traits = opened.stream, opened.traits
        if self._outer is not None:
            await self._outer.let_go()
        self._outer = FaultyStream(self._inner, self.spec, self._chance)
        # What was opened again was not started by that.
        traits, self._traits = self._traits, LinkTraits(self._traits.loss_free)
        return Opened(self._outer, traits)

    def become(self, spec: LinkSpec, seed: int | None = None) -> None:
        """From now on the link is like that; the same ``seed`` makes the same faults."""
        self.spec = spec
        if seed is not None:
            self._chance.seed(seed)
        if self._outer is not None:
            self._outer.become(spec)

    async def power_cycle(self) -> None:
        """The board is off; it starts when it is opened again."""
        await self.aclose()
        self._inner = self._outer = None

    async def aclose(self) -> None:
        """End the board."""
        if self._outer is not None:
            await self._outer.let_go()
        if self._inner is not None:
            await self._inner.aclose()


class FaultyStream:
    """A ByteStream that delays, loses and changes what goes through it, and breaks."""

    def __init__(self, inner: ByteStream, spec: LinkSpec, chance: random.Random) -> None:
        self._inner = inner
        self._chance = chance
        self._arrived = asyncio.Event()
        self._received = bytearray()
        self._woken = asyncio.Event()
        self._drained = asyncio.Event()
        self._lost: LinkLost | None = None
        self._gone = False
        self.become(spec)
        self._tasks = [asyncio.ensure_future(self._read_all()), asyncio.ensure_future(self._send_all())]

    def become(self, spec: LinkSpec) -> None:
        """See `FaultyOpener.become`; what is under way arrives."""
        self._spec = spec
        self._carried = 0
        old = getattr(self, "_up", None), getattr(self, "_down", None)
        self._up, self._down = DelayLine(spec, self._chance), DelayLine(spec, self._chance, holds=True)
        self._woken.set()
        now = asyncio.get_running_loop().time()
        for line, before in zip((self._up, self._down), old, strict=True):
            while before is not None and before.due is not None:
                piece = before.peek()
                before.advance(len(piece))
                line.put(piece, now)

    @property
    def name(self) -> str:
        return self._inner.name

    async def read(self) -> bytes:
        while not self._received:
            if self._lost:
                raise self._lost
            self._arrived.clear()
            await self._arrived.wait()
        data = bytes(self._received)
        self._received.clear()
        return data

    async def write(self, data: bytes) -> None:
        if self._lost:
            raise self._lost
        self._count(len(data))
        self._up.put(data, asyncio.get_running_loop().time())
        self._woken.set()
        while self._up.size > _CHUNK and not self._lost:
            self._drained.clear()
            await self._drained.wait()

    async def set_lines(self, *, dtr: bool | None = None, rts: bool | None = None) -> None:
        await self._inner.set_lines(dtr=dtr, rts=rts)

    async def aclose(self) -> None:
        """The board stays: see `FaultyOpener`."""
        self._break("closed")

    async def let_go(self) -> None:
        """Stop using the inner link."""
        self._break("closed")
        self._gone = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _count(self, size: int) -> None:
        self._carried += size
        if self._spec.cut_after is not None and self._carried > self._spec.cut_after:
            self._break("unplugged")

    def _break(self, cause: str) -> None:
        self._lost = self._lost or LinkLost(board=self.name, cause=cause)
        self._arrived.set()
        self._drained.set()

    async def _read_all(self) -> None:
        with contextlib.suppress(LinkLost):
            while True:
                data = await self._inner.read()
                self._count(len(data))
                self._down.put(data, asyncio.get_running_loop().time())
                self._woken.set()
        self._break("the board ended")

    async def _send_all(self) -> None:
        """Deliver both ways what is due."""
        loop = asyncio.get_running_loop()
        while not self._gone:  # before Python 3.12 `wait_for` may lose a cancellation
            now = loop.time()
            while (due := self._down.due) is not None and due <= now:
                piece = self._down.peek()
                self._down.advance(len(piece))
                if not self._lost:
                    self._received += piece
                    self._arrived.set()
            while (due := self._up.due) is not None and due <= now:
                piece = self._up.peek()
                self._up.advance(len(piece))
                self._drained.set()
                if not self._lost:
                    await self._inner.write(piece)
            waits = [due - loop.time() for due in (self._up.due, self._down.due) if due is not None]
            self._woken.clear()
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._woken.wait(), max(0.0, min(waits)) if waits else None)
