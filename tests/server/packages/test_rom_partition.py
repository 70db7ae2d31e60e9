"""Images on ROM partitions: written as each kind of flash wants it, checked, and never half an image."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from board.sessions import usable
from boards.catalog import UNIX, VIRTUAL, unix_address
from boards.faulty import FaultyOpener
from boards.linkspec import LINKS, LinkSpec
from filesystem.mount.mounted import say

from jumperwire.board.lease import Lease
from jumperwire.board.session import Session
from jumperwire.device.reply import RomPartition
from jumperwire.errors import FileOperationFailed, FileSystemFull, TransferCorrupt
from jumperwire.filesystem.outgoing import Outgoing, Progress
from jumperwire.filesystem.upload import upload
from jumperwire.packages import rom_partition
from jumperwire.packages.rom_image import File, content_size, image

pytestmark = [pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or ""), pytest.mark.limit(60)]

FLASH = Path(__file__).parents[1] / "boards" / "rom_boot.py"


@asynccontextmanager
async def on_board(
    tmp_path: Path, boot: bytes = FLASH.read_bytes(), link: LinkSpec | None = None
) -> AsyncIterator[tuple[Session, Lease, list[RomPartition]]]:
    """A board that has ROM partitions."""
    opener = FaultyOpener()
    session = Session(unix_address(tmp_path / "flash"), opener=opener.open)
    await session.connect()
    async with session.lease() as board:
        await upload(board, [Outgoing("/boot.py", boot)])
        await board.soft_reset()
        found = await rom_partition.query(board)
        assert found is not None
        if link:
            opener.become(link)
        yield session, board, found
    await usable(session)
    await session.disconnect()
    await opener.aclose()


def content(size: int) -> bytes:
    return image([File("data", random.Random(1).randbytes(size)), File("m.py", b"value = 7\n")])


@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize("size", [10, 4000])
async def test_a_board_mounts_what_was_written(tmp_path: Path, number: int, size: int) -> None:
    async with on_board(tmp_path) as (_session, board, found):
        told: list[Progress] = []
        data = content(size)
        assert await rom_partition.deploy(board, found[number], data, told.append)
        assert not await rom_partition.deploy(board, found[number], data)
        assert (told[0].size_done, told[-1].size_done) == (0, len(data))
        await board.soft_reset()
        execution = await board.exec("import m\nprint(m.value, len(open('/rom/data','rb').read()))")
        assert execution.output.split() == [b"7", str(size).encode()]
        again = content(size + 1)
        assert await rom_partition.deploy(board, found[number], again)
        asked = await rom_partition.query(board)
        assert asked is not None
        assert content_size(asked[number].head) == content_size(again[:12])


NOISY = LinkSpec("noisy", loss=3e-4, corruption=3e-4)


@pytest.mark.parametrize(("number", "link"), [(0, LINKS["uart"]), (0, NOISY), (2, NOISY)])
async def test_several_blocks_over_a_link_that_loses_bytes(
    tmp_path: Path, number: int, link: LinkSpec
) -> None:
    async with on_board(tmp_path, link=link) as (_session, board, found):
        assert await rom_partition.deploy(board, found[number], content(found[number].size - 100))


async def test_what_does_not_fit_changes_nothing(tmp_path: Path) -> None:
    async with on_board(tmp_path) as (_session, board, found):
        await rom_partition.deploy(board, found[1], content(100))
        with pytest.raises(FileSystemFull) as raised:
            await rom_partition.deploy(board, found[1], content(5000))
        assert int(raised.value.facts["missing"]) > 900
        assert not await rom_partition.deploy(board, found[1], content(100))


async def test_flash_that_keeps_other_bytes_is_noticed(tmp_path: Path) -> None:
    worn = FLASH.read_bytes().replace(b"= data\n", b"= bytes(x & 0xFE for x in data)\n")
    assert worn != FLASH.read_bytes()

    async with on_board(tmp_path, worn) as (_session, board, found):
        with pytest.raises(TransferCorrupt):
            await rom_partition.deploy(board, found[0], content(3000))


@pytest.mark.parametrize(
    ("old", "new"), [(b"return _LEAST", b"return -5"), (b"= data\n", b"= data; return -5\n")]
)
async def test_flash_that_fails_says_so(tmp_path: Path, old: bytes, new: bytes) -> None:
    async with on_board(tmp_path, FLASH.read_bytes().replace(old, new)) as (_session, board, found):
        with pytest.raises(FileOperationFailed, match="ROMFS0"):
            await rom_partition.deploy(board, found[0], content(3000))


async def test_what_was_broken_off_is_no_image(tmp_path: Path) -> None:
    async with on_board(tmp_path) as (_session, board, found):
        await rom_partition.deploy(board, found[0], content(30_000))
        half = asyncio.Event()

        def tell(progress: Progress) -> None:
            if progress.size_done > 10_000:
                half.set()

        other = image([File("other", bytes(range(256)) * 110)])
        writing = asyncio.ensure_future(rom_partition.deploy(board, found[0], other, tell))
        await half.wait()
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing
        asked = await rom_partition.query(board)
        assert asked is not None
        assert content_size(asked[0].head) is None


async def test_builds_without_hashes_or_deflate(tmp_path: Path) -> None:
    lacks = b"\nfor _n in ('hashlib', 'deflate', 'binascii'): sys.modules[_n] = type\n"

    async with on_board(tmp_path, FLASH.read_bytes() + lacks) as (_session, board, found):
        assert await rom_partition.deploy(board, found[0], content(5000))


@pytest.mark.skipif(bool(VIRTUAL.missing), reason=VIRTUAL.missing or "")
async def test_a_build_that_knows_of_none(tmp_path: Path) -> None:
    with VIRTUAL.start(tmp_path) as address:
        session = Session(address)
        await session.connect()
        async with session.lease() as board:
            assert await rom_partition.query(board) is None
        assert await say(session, "print(1)") == "1\n"
        await session.disconnect()
