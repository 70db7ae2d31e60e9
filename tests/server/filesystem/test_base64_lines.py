"""The strategy of base64 lines on real boards: every byte, whatever the link does to a line."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from board.sessions import usable
from boards import catalog

from filesystem.leased import nothing_left_behind, on
from jumperwire.board.lease import Lease
from jumperwire.board.session import Session
from jumperwire.device.reply import ALL_FEATURES, Feature
from jumperwire.errors import FileSystemFull
from jumperwire.filesystem import remote
from jumperwire.filesystem.download import download, find
from jumperwire.filesystem.outgoing import Meter, Outgoing
from jumperwire.filesystem.strategies.base64_lines import Base64Lines
from jumperwire.transport.opening import open_link
from jumperwire.transport.stream import ByteStream, LinkTraits, Opened

pytestmark = pytest.mark.limit(90)

PLAIN = Base64Lines(256, 0, ALL_FEATURES)
KINDS = [
    PLAIN,
    Base64Lines(256, 0, Feature(0)),
    Base64Lines(1024, 10, Feature.CRC32),
    Base64Lines(4096, 12, ALL_FEATURES),
]
PIECE = 82
"""Bytes in a line on a link that may lose some."""

SIZES = [0, 1, PIECE - 1, PIECE, PIECE + 1, 255, 256, 257, 20_000]
NOISE = random.Random(1).randbytes(20_000)


async def send(board: Lease, strategy: Base64Lines, files: list[Outgoing]) -> None:
    await remote.make_folder(board, "/d")
    await strategy.send(
        board, files, Meter(lambda _: None, len(files), sum(len(file.data) for file in files))
    )


@pytest.mark.parametrize("strategy", KINDS, ids=["plain", "checksum24", "small window", "large window"])
async def test_every_byte_of_every_size(address: str, tmp_path: Path, strategy: Base64Lines) -> None:
    files = [Outgoing(f"/d/{size}", NOISE[:size]) for size in SIZES]
    files += [Outgoing("/d/all", bytes(range(256)) * 8), Outgoing("/d/text", b"some text\n" * 900)]
    files += [Outgoing("/d/" + "a" * 200, b"long"), Outgoing("/d/\u4e16\u754c", b"wide")]

    async with on(address) as board:
        await send(board, strategy, files)
        await download(board, [await find(board, "/d", tmp_path / "d")])
        for file in files:
            assert (tmp_path / file.path[1:]).read_bytes() == file.data, file
        old, new = files[8].data, files[8].data[:9000] + b"new" + files[8].data[9100:]
        await send(board, strategy, [Outgoing(files[8].path, new, old)])
        assert await remote.read_file(board, files[8].path) == new
        await nothing_left_behind(board)


async def test_a_build_that_has_input_alone(address: str) -> None:
    """``sys`` without ``stdin``."""

    async with on(address) as lease:
        hidden = await lease.exec(
            "import sys\nsys.modules['sys'] = type('sys', (), "
            "{n: getattr(sys, n) for n in dir(sys) if n != 'stdin'})\n"
        )
        assert hidden.error == b""
        await send(lease, PLAIN, [Outgoing("/d/f", NOISE)])
        assert await remote.read_file(lease, "/d/f") == NOISE


async def test_a_full_flash_is_told(tmp_path: Path) -> None:
    async with on(catalog.unix_address(tmp_path / "flash", flash_size=64 << 10)) as board:
        with pytest.raises(FileSystemFull):
            await send(board, PLAIN, [Outgoing("/d/f", NOISE * 4)])
        await nothing_left_behind(board)


class Spoiling:
    """A stream that passes some of the lines on as something else; counts them."""

    def __init__(self, inner: ByteStream, spoil: dict[int, Callable[[bytes], bytes]]) -> None:
        self._inner = inner
        self._spoil = spoil
        self.count = 0

    @property
    def name(self) -> str:
        return self._inner.name

    async def read(self) -> bytes:
        return await self._inner.read()

    async def write(self, data: bytes) -> None:
        changed = b""
        for line in data.splitlines(keepends=True):
            if line.endswith(b"\r\n") and len(line) > 40:
                self.count += 1
                line = self._spoil.get(self.count, bytes)(line)
            changed += line
        if changed:
            await self._inner.write(changed)

    async def set_lines(self, *, dtr: bool | None = None, rts: bool | None = None) -> None:
        await self._inner.set_lines(dtr=dtr, rts=rts)

    async def aclose(self) -> None:
        await self._inner.aclose()


@asynccontextmanager
async def spoiled(
    folder: Path,
    spoil: dict[int, Callable[[bytes], bytes]],
    *,
    loss_free: bool,
) -> AsyncIterator[tuple[Session, Spoiling]]:
    streams: list[Spoiling] = []

    async def opener(address: str) -> Opened:
        opened = await open_link(address)
        streams.append(Spoiling(opened.stream, spoil))
        return Opened(streams[-1], LinkTraits(loss_free))

    session = Session(catalog.unix_address(folder / "flash"), opener=opener)
    await session.connect()
    try:
        yield session, streams[0]
        await usable(session)
    finally:
        await session.disconnect()


def nothing(line: bytes) -> bytes:
    del line
    return b""


def unended(line: bytes) -> bytes:
    return line[:-2]


def changed(line: bytes) -> bytes:
    return line[:30] + bytes([line[30] ^ 2]) + line[31:]


def no_text(line: bytes) -> bytes:
    return line[:30] + b"\xff" + line[31:]


@pytest.mark.parametrize("loss_free", [True, False])
@pytest.mark.parametrize("fault", [nothing, unended, changed, no_text])
async def test_lines_that_are_lost_or_changed_are_sent_again(
    tmp_path: Path, fault: Callable[[bytes], bytes], loss_free: bool
) -> None:
    spoil = dict.fromkeys([1, 7, 8, 15], fault)
    async with (
        spoiled(tmp_path, spoil, loss_free=loss_free) as (session, stream),
        session.lease() as board,
    ):
        before = stream.count
        await send(board, PLAIN, [Outgoing("/d/f", NOISE)])
        assert await remote.read_file(board, "/d/f") == NOISE
        length = 1024 if loss_free else 120
        assert 3 < stream.count - before < len(NOISE) * 3 // 2 // length + 200


@pytest.mark.parametrize("moment", [0.0, 0.01, 0.05, 0.2])
@pytest.mark.parametrize("loss_free", [True, False])
async def test_cancelled_in_the_middle(tmp_path: Path, moment: float, loss_free: bool) -> None:
    async with spoiled(tmp_path, {}, loss_free=loss_free) as (session, stream):
        del stream
        async with session.lease() as board:
            await send(board, PLAIN, [Outgoing("/d/f", b"old")])

        async def sending() -> None:
            async with session.lease() as board:
                await send(board, PLAIN, [Outgoing("/d/f", NOISE * 20)])

        task = asyncio.ensure_future(sending())
        await asyncio.wait([task], timeout=moment)
        task.cancel()
        began = asyncio.get_running_loop().time()
        await asyncio.wait([task])
        await usable(session)
        assert asyncio.get_running_loop().time() - began < 2.5
        async with session.lease() as board:
            assert await remote.read_file(board, "/d/f") == b"old"
            await nothing_left_behind(board)
