"""Hostile boards at the end of a link in memory: any address leads to them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import thread_time

import pytest
from protocol.fake_board import FakeBoard, Firmware, Ran

from jumperwire.transport import opening
from jumperwire.transport.address import Address
from jumperwire.transport.memory import MemoryStream, pair
from jumperwire.transport.stream import LinkTraits, Opened

ADDRESS = "socket://hostile:1"
RING = 1 << 20
HELD = 0.2
"""Seconds of this thread's own time that nothing else of the loop may wait for: a busy machine adds none."""


class Held:
    """How long the loop was held at most, less what the board took for itself."""

    def __init__(self) -> None:
        self.most = 0.0
        self.board = 0.0

    async def watch(self) -> None:
        """Until cancelled."""
        while True:
            began, board = thread_time(), self.board
            await asyncio.sleep(0)
            await asyncio.sleep(0.001)
            self.most = max(self.most, thread_time() - began - (self.board - board))


@contextmanager
def hostile(answer: Callable[[bytes], tuple[bytes, bytes]], *, loss_free: bool = True) -> Iterator[Held]:
    """Have all links lead to a board that answers so."""
    held = Held()

    async def opener(address: Address) -> Opened:
        ours, theirs = pair(ADDRESS)
        asyncio.get_running_loop().create_task(_work(theirs, answer, held)).add_done_callback(_ended)
        return Opened(ours, LinkTraits(loss_free=loss_free))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "_opener", lambda parsed: opener)
        yield held


def _ended(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        raise error


async def _work(stream: MemoryStream, answer: Callable[[bytes], tuple[bytes, bytes]], held: Held) -> None:
    def run(source: bytes) -> Ran:
        output, error = answer(source)
        return Ran(output, error)

    board = FakeBoard(Firmware(ring=RING), run)
    board.take(1 << 20)
    watching = asyncio.ensure_future(held.watch())
    try:
        while True:
            data = await stream.read()
            began = thread_time()
            board.receive(data)
            while board.work(500):
                held.board += thread_time() - began
                await asyncio.sleep(0)
                began = thread_time()
            held.board += thread_time() - began
            while said := board.take(20_000):
                await stream.write(said)
    except asyncio.CancelledError:
        raise
    except Exception as error:
        from jumperwire.errors import LinkLost

        if not isinstance(error, LinkLost):
            raise
    finally:
        watching.cancel()
