"""The end of a reply is lost: none of our own scripts is waited for without a limit."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from boards import catalog

from jumperwire.board.lease import Lease
from jumperwire.board.session import Session
from jumperwire.device import script
from jumperwire.filesystem.outgoing import Outgoing
from jumperwire.filesystem.strategies.patience import measured
from jumperwire.filesystem.upload import upload
from jumperwire.transport.opening import open_link
from jumperwire.transport.stream import Opened

pytestmark = pytest.mark.skipif(catalog.UNIX.missing is not None, reason=str(catalog.UNIX.missing))

LIMIT = 20.0
"""Seconds: it takes one or two for each end that is lost."""


class Losing:
    """A stream that, once it is armed, loses the last byte of the next result of the raw REPL."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.armed = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    async def read(self) -> bytes:
        while True:
            data: bytes = await self.inner.read()
            if self.armed and data.endswith(b"\x04>"):
                self.armed = False
                data = data[:-1]
            if data:
                return data


async def _with_lost_end(folder: Path, work: Any) -> None:
    losing: list[Losing] = []

    async def opener(address: str) -> Opened:
        opened = await open_link(address)
        losing.append(Losing(opened.stream))
        return Opened(losing[-1], opened.traits)

    session = Session(catalog.unix_address(folder / "flash"), opener=opener)
    await session.connect()
    try:
        async with session.lease() as board:
            await board.info()
            losing[-1].armed = True
            await asyncio.wait_for(work(board), LIMIT)
            assert not losing[-1].armed
            assert (await board.exec("print(6*7)")).output.strip() == b"42"
    finally:
        await session.disconnect()


@pytest.mark.limit(40)
async def test_the_measure_of_the_round_trip(tmp_path: Path) -> None:
    async def work(board: Lease) -> None:
        pace = await measured(board)
        assert pace.kept < 1

    await _with_lost_end(tmp_path, work)


@pytest.mark.limit(40)
async def test_the_probe(tmp_path: Path) -> None:
    losing: list[Losing] = []

    async def opener(address: str) -> Opened:
        opened = await open_link(address)
        losing.append(Losing(opened.stream))
        losing[-1].armed = True
        return Opened(losing[-1], opened.traits)

    session = Session(catalog.unix_address(tmp_path / "flash"), opener=opener)
    await session.connect()
    try:
        async with session.lease() as board:
            info = await asyncio.wait_for(board.info(), LIMIT)
            assert info is not None
    finally:
        await session.disconnect()


@pytest.mark.limit(40)
async def test_what_tidies_up(tmp_path: Path) -> None:
    async def work(board: Lease) -> None:
        await board.tidy(script.call("remove", "/none"))

    await _with_lost_end(tmp_path, work)


@pytest.mark.limit(40)
async def test_an_upload(tmp_path: Path) -> None:
    async def work(board: Lease) -> None:
        summary = await upload(board, [Outgoing("/f", b"content" * 100)])
        assert summary.files + summary.unchanged == 1  # the end that was lost may have been that of the whole

    await _with_lost_end(tmp_path, work)
