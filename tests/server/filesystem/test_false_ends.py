"""Noise that ends a receiver, or looks like its end: the sender knows better, and the file arrives."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from boards import catalog

from filesystem.leased import on
from jumperwire.board.session import Session
from jumperwire.filesystem import remote
from jumperwire.filesystem.download import download, find
from jumperwire.filesystem.outgoing import Outgoing
from jumperwire.filesystem.transfer import STRATEGY
from jumperwire.filesystem.upload import upload
from jumperwire.transport.opening import open_link
from jumperwire.transport.stream import Opened

pytestmark = pytest.mark.skipif(catalog.UNIX.missing is not None, reason=str(catalog.UNIX.missing))

CONTENT = random.Random(3).randbytes(20_000)


class Noisy:
    """A stream that, once it is armed, spoils one piece of what comes or goes."""

    def __init__(self, inner: Any, *, up: bool) -> None:
        self.inner = inner
        self.up = up
        self.left = -1
        """Bytes to the board until it does."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    async def write(self, data: bytes) -> None:
        if 0 <= self.left < len(data) and self.up:
            data = data[: self.left] + b"\x03" + data[self.left + 1 :]
            self.left = -1
        self.left = max(0, self.left - len(data)) if self.left > 0 else self.left
        await self.inner.write(data)

    async def read(self) -> bytes:
        data: bytes = await self.inner.read()
        if self.left == 0 and not self.up:
            self.left = -1
            data += b"\x04\x04>"
        return data


@pytest.mark.limit(60)
@pytest.mark.parametrize("strategy", ["frames", "base64 lines"])
@pytest.mark.parametrize("up", [True, False], ids=["a byte becomes a Ctrl-C", "noise looks like the end"])
async def test_a_file_is_taken_as_sent_only_when_it_is(tmp_path: Path, strategy: str, up: bool) -> None:
    noisy: list[Noisy] = []

    async def opener(address: str) -> Opened:
        opened = await open_link(address)
        noisy.append(Noisy(opened.stream, up=up))
        return Opened(noisy[-1], opened.traits)

    session = Session(catalog.unix_address(tmp_path / "flash"), opener=opener)
    await session.connect()
    try:
        async with session.lease() as board:
            board.facts.put(STRATEGY, strategy)
            await upload(board, [Outgoing("/f", CONTENT[::-1])])  # its scripts are there now
            noisy[-1].left = 9001
            await upload(board, [Outgoing("/f", CONTENT)])
            assert noisy[-1].left == -1
            assert await remote.hashes(board, ["/f"]) == [Outgoing("/f", CONTENT).digest]
            assert board.facts.get(STRATEGY) == strategy
    finally:
        await session.disconnect()


async def test_what_is_left_of_a_transfer_is_no_file(tmp_path: Path) -> None:
    async with on(catalog.unix_address(tmp_path / "flash"), folder="/d") as board:
        await board.exec("for name in '/d/.jwtmp', '/d/f':\n open(name, 'w').close()")
        await download(board, [await find(board, "/d", tmp_path / "d")])
    assert [path.name for path in (tmp_path / "d").iterdir()] == ["f"]
