"""Boards with several file systems: FAT beside littlefs, and read-only ones."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from board.sessions import connected
from boards import catalog

from jumperwire.board.lease import Lease
from jumperwire.device import script
from jumperwire.errors import FileSystemFull, JumperwireError, ReadOnly
from jumperwire.filesystem import remote
from jumperwire.filesystem.outgoing import Outgoing
from jumperwire.filesystem.upload import upload

pytestmark = [
    pytest.mark.skipif(catalog.UNIX.missing is not None, reason=str(catalog.UNIX.missing)),
    pytest.mark.limit(60),
]

MOUNT = """
import os
class Ram:
    def __init__(self, blocks):
        self.data = bytearray(blocks * 512)
    def readblocks(self, n, buf):
        buf[:] = memoryview(self.data)[n * 512 : n * 512 + len(buf)]
    def writeblocks(self, n, buf):
        self.data[n * 512 : n * 512 + len(buf)] = buf
    def ioctl(self, op, arg):
        return {4: len(self.data) // 512, 5: 512}.get(op, 0)
ram = Ram(%d)
os.VfsFat.mkfs(ram)
os.mount(os.VfsFat(ram), '/%s', readonly=%r)
"""


@asynccontextmanager
async def on(folder: Path, *mounts: str) -> AsyncIterator[Lease]:
    async with (
        connected(catalog.unix_address(folder / "flash")) as (session, _),
        session.lease() as board,
    ):
        for mount in mounts:
            done = await board.exec(mount)
            assert done.error == b"", done
        yield board


def card(name: str = "sd", blocks: int = 128, *, readonly: bool = False) -> str:
    return MOUNT % (blocks, name, readonly)


async def test_files_on_fat_are_replaced_whole(tmp_path: Path) -> None:
    async with on(tmp_path, card()) as board:
        for content in (b"first" * 100, b"second" * 500, b""):
            files = [Outgoing("/sd/lib/f.py", content), Outgoing("/sd/g", content), Outgoing("/h", content)]
            await upload(board, files)
            for file in files:
                assert await remote.read_file(board, file.path) == content
        names = {entry.name for entry in await remote.walk(board, "/")}
        assert names == {"sd", "sd/lib", "sd/lib/f.py", "sd/g", "h"}


async def test_moves_between_file_systems_are_copies(tmp_path: Path) -> None:
    async with on(tmp_path, card()) as board:
        await upload(board, [Outgoing("/a", b"A" * 3000), Outgoing("/sd/b", b"B")])
        await remote.move(board, "/a", "/sd/a")
        await remote.move(board, "/sd/b", "/b")
        assert await remote.read_file(board, "/sd/a") == b"A" * 3000
        assert await remote.read_file(board, "/b") == b"B"
        assert {entry.name for entry in await remote.walk(board, "/")} == {"sd", "sd/a", "b"}


async def test_each_file_system_has_its_own_room(tmp_path: Path) -> None:
    async with on(tmp_path, card()) as board:
        root, sd = await remote.space(board, "/"), await remote.space(board, "/sd")
        assert root.total > sd.total > 0
        with pytest.raises(FileSystemFull) as caught:
            await upload(board, [Outgoing("/sd/big", bytes(sd.free + 512))])
        assert int(caught.value.facts["missing"]) == 512
        await upload(board, [Outgoing("/big", bytes(sd.free + 512))])


async def test_a_read_only_file_system(tmp_path: Path) -> None:
    async with on(tmp_path, card("rom", readonly=True)) as board:
        assert (await remote.list_folder(board, "/rom")) == []
        attempts: list[Awaitable[object]] = [
            upload(board, [Outgoing("/rom/f", b"1")]),
            remote.make_folder(board, "/rom/d"),
            remote.touch(board, "/rom/t"),
        ]
        for attempt in attempts:
            with pytest.raises(JumperwireError) as caught:
                await attempt
            assert isinstance(caught.value, ReadOnly), caught.value


@pytest.mark.parametrize("crash", ["before", "between"])
async def test_a_crash_while_fat_swaps_files_is_completed(tmp_path: Path, crash: str) -> None:
    """See settle.py: the old file has stepped aside, and the new one has not taken its place."""

    async with on(tmp_path, card()) as board:
        await upload(board, [Outgoing("/sd/f", b"old")])
        steps = ["f = open('/sd/.jwtmp', 'w'); f.write('new'); f.close()"]
        if crash == "between":
            steps += ["f = open('/sd/.jwtmpn', 'w'); f.write('/sd/f'); f.close()"]
            steps += ["os.rename('/sd/f', '/sd/.jwtmpo')"]
        assert (await board.exec("import os\n" + "\n".join(steps))).error == b""
        await board.exec(script.script("features"))
        assert [entry.name for entry in await remote.list_folder(board, "/sd")] == ["f"]
        assert await remote.read_file(board, "/sd/f") == (b"new" if crash == "between" else b"old")
