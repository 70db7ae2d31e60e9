"""Hostile boards at the end of a link in memory: any address leads to them."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import thread_time

import pytest
from protocol.fake_board import FakeBoard, Firmware, Ran

import jumperwire
from hostile.clock import LeapingLoop
from jumperwire.errors import LinkLost
from jumperwire.transport import opening
from jumperwire.transport.address import Address
from jumperwire.transport.memory import MemoryStream, pair
from jumperwire.transport.stream import LinkTraits, Opened

for _module in pkgutil.walk_packages(jumperwire.__path__, "jumperwire."):
    if (
        not _module.name.endswith("__main__")
        and ".scripts" not in _module.name
        and ".shims" not in _module.name
    ):
        importlib.import_module(_module.name)  # else the loop waits for what a command imports

ADDRESS = "socket://hostile:1"
RING = 1 << 20


@contextmanager
def hostile(answer: Callable[[bytes], tuple[bytes, bytes]], *, loss_free: bool = True) -> Iterator[None]:
    """Have all links lead to a board that answers so."""

    async def opener(address: Address) -> Opened:
        ours, theirs = pair(ADDRESS)
        asyncio.get_running_loop().create_task(_work(theirs, answer)).add_done_callback(_ended)
        return Opened(ours, LinkTraits(loss_free=loss_free))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "_opener", lambda parsed: opener)
        yield


def _ended(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        raise error


async def _work(stream: MemoryStream, answer: Callable[[bytes], tuple[bytes, bytes]]) -> None:
    board = FakeBoard(Firmware(ring=RING), lambda source: Ran(*answer(source)))
    board.take(1 << 20)
    while True:
        try:
            data = await stream.read()
        except LinkLost:
            return
        with _excused():
            board.receive(data)
        while _steps(board):  # noqa: ASYNC110 - the board works on meanwhile
            await asyncio.sleep(0)
        while said := board.take(20_000):
            try:
                await stream.write(said)
            except LinkLost:
                return


def _steps(board: FakeBoard) -> bool:
    with _excused():
        return board.work(500)


@contextmanager
def _excused() -> Iterator[None]:
    """The board's own time is none that the loop is held for."""
    began = thread_time()
    try:
        yield
    finally:
        LeapingLoop.seen.excused += thread_time() - began
