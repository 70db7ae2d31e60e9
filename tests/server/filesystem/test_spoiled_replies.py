"""What a board can do is asked again where the reply is spoiled: not knowing is not that it cannot."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from boards import catalog

from jumperwire.board.lease import Lease
from jumperwire.board.session import Session
from jumperwire.board.state import Execution
from jumperwire.device.reply import Feature
from jumperwire.errors import BoardSilent, ProtocolBroken
from jumperwire.filesystem import remote
from jumperwire.filesystem.calls import _GUARDED
from jumperwire.transport.opening import open_link
from jumperwire.transport.stream import Opened

pytestmark = [
    pytest.mark.skipif(catalog.UNIX.missing is not None, reason=str(catalog.UNIX.missing)),
    pytest.mark.limit(60),
]

_HALF = re.compile(rb"\(\d*(,( (-\d*)?)?)?\Z")
_PROBE = b"mem_free"
_FEATURES = re.compile(rb"\(\d+, -\d+\)")


class Spoiling:
    """A stream on which the numbers of the next replies to ``features`` arrive as others, and the next probes
    with a byte that is none of theirs."""

    def __init__(self, inner: Any, times: int) -> None:
        self.inner = inner
        self.left = times
        self.broken_probes = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    async def write(self, data: bytes) -> None:
        if self.broken_probes and _PROBE in data:
            self.broken_probes -= 1
            data = data.replace(_PROBE, b"mem_(ree")
        await self.inner.write(data)

    async def read(self) -> bytes:
        data: bytes = await self.inner.read()
        while _HALF.search(data):
            data += await self.inner.read()
        if self.left and (match := _FEATURES.search(data)):
            self.left -= 1
            data = data[: match.start() + 1] + b"9" + data[match.start() + 2 :]
        return data


@asynccontextmanager
async def spoiled(folder: Path, times: int) -> AsyncIterator[tuple[Lease, Spoiling]]:
    streams: list[Spoiling] = []

    async def opener(address: str) -> Opened:
        opened = await open_link(address)
        streams.append(Spoiling(opened.stream, times))
        return Opened(streams[-1], replace(opened.traits, loss_free=False))

    session = Session(catalog.unix_address(folder / "flash"), opener=opener)
    await session.connect()
    try:
        async with session.lease() as board:
            yield board, streams[-1]
    finally:
        await session.disconnect()


async def test_it_is_asked_until_it_is_known(tmp_path: Path) -> None:
    async with spoiled(tmp_path, 5) as (board, stream):
        assert await remote.list_folder(board, "/") == []
        assert stream.left == 0
        info = await board.info()
        assert info is not None
        assert Feature.CRC32 in (info.features or Feature(0))
        assert board.facts.get(_GUARDED) is True


async def test_nothing_runs_without_the_guard_where_it_stays_unknown(tmp_path: Path) -> None:
    async with spoiled(tmp_path, 1000) as (board, stream):
        with pytest.raises(ProtocolBroken):
            await remote.make_folder(board, "/d")
        assert board.facts.get(_GUARDED) is None
        stream.left = 0
        assert await remote.list_folder(board, "/") == []
        assert board.facts.get(_GUARDED) is True


async def test_source_that_arrived_damaged_does_not_say_that_a_board_cannot(tmp_path: Path) -> None:
    async with spoiled(tmp_path, 0) as (board, stream):
        stream.broken_probes = 7
        assert await remote.list_folder(board, "/") == []
        assert stream.broken_probes == 0
        assert board.facts.get(_GUARDED) is True


async def test_silence_does_not_say_that_a_board_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    execute, left = Lease.exec, 2

    async def silent(board: Lease, source: bytes, **options: Any) -> Execution:
        nonlocal left
        if left and _PROBE in source:
            left -= 1
            raise BoardSilent(board=board.name)
        return await execute(board, source, **options)

    monkeypatch.setattr(Lease, "exec", silent)
    async with spoiled(tmp_path, 0) as (board, _):
        with pytest.raises(BoardSilent):
            await remote.list_folder(board, "/")
        assert left == 0
        assert await remote.list_folder(board, "/") == []
        assert board.facts.get(_GUARDED) is True
