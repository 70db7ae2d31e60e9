"""What can be done with the files of real boards, in one exec each."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable

import pytest
from boards.catalog import Board

from filesystem.leased import on
from jumperwire.board.lease import Lease
from jumperwire.errors import FileExists, FileNotFound, FileOperationFailed, JumperwireError
from jumperwire.filesystem import remote
from jumperwire.filesystem.outgoing import DIGEST, Outgoing
from jumperwire.filesystem.upload import upload

pytestmark = pytest.mark.limit(90)

NAMES = ["with space", "quote'", 'double"', "back\\slash", "\u4e16\u754c", "#hash", "%s {0}", "x" * 60]


async def put(board: Lease, **files: bytes) -> None:
    await upload(board, [Outgoing(f"/d/{name}", data) for name, data in files.items()])


async def names(board: Lease, path: str = "/d") -> list[str]:
    return [entry.name for entry in await remote.walk(board, path)]


async def test_a_tree_in_one_exec(address: str) -> None:
    async with on(address, folder="/d") as board:
        await upload(board, [Outgoing(f"/d/{depth * 'sub/'}f", b"." * depth) for depth in range(6)])
        entries = await remote.walk(board, "/d")
        sizes = {entry.name: entry.size for entry in entries if not entry.folder}
        assert sizes == {f"{depth * 'sub/'}f": depth for depth in range(6)}
        assert [entry.name for entry in entries if entry.folder] == [
            "/".join(["sub"] * depth) for depth in range(1, 6)
        ]


async def test_names_of_all_kinds(address: str) -> None:
    async with on(address, folder="/d") as board:
        await upload(board, [Outgoing(f"/d/{name}", name.encode()) for name in NAMES])
        assert sorted(await names(board)) == sorted(NAMES)
        for name in NAMES:
            assert await remote.read_file(board, f"/d/{name}") == name.encode()
            assert (await remote.stat(board, f"/d/{name}")).size == len(name.encode())
            await remote.move(board, f"/d/{name}", f"/d/2 {name}")
            await remote.remove(board, f"/d/2 {name}")
        assert await names(board) == []


async def test_many_files_in_a_folder(address: str) -> None:
    async with on(address, folder="/d") as board:
        # a file takes a block: the virtual board's flash has fewer than a thousand
        count = min(1000, (await remote.space(board, "/")).free // 4096 - 10)
        assert count > 200
        made = await board.exec(f"for i in range({count}): open('/d/%d' % i, 'w').close()\n")
        assert made.error == b""
        assert len(await remote.list_folder(board, "/d")) == count
        await remote.remove(board, "/d", recursive=True)
        with pytest.raises(FileNotFound):
            await remote.list_folder(board, "/d")


async def test_stat_tells_real_times(address: str) -> None:
    async with on(address, folder="/d") as board:
        await put(board, f=b"12345")
        entry = await remote.stat(board, "/d/f")
        year = "946684800 if time.gmtime(0)[0] == 2000 else 0"
        now = float((await board.exec(f"import time\nprint(time.time() + ({year}))")).output)
        assert (entry.name, entry.folder, entry.size) == ("/d/f", False, 5)
        assert entry.modified is not None
        assert abs(entry.modified - now) < 30
        assert (await remote.stat(board, "/d")).folder


async def test_hashes_of_many_files(address: str) -> None:
    async with on(address, folder="/d") as board:
        contents = [b"", b"a", bytes(range(256)) * 8, b"x" * 1024, b"y" * 1025]
        await put(board, **{f"f{number}": content for number, content in enumerate(contents)})
        paths = [f"/d/f{number}" for number in range(len(contents))]
        found = await remote.hashes(board, [*paths, "/d", "/d/none"])
        assert found == [
            *(hashlib.sha256(content).digest()[:DIGEST] for content in contents),
            None,
            None,
        ]


async def test_move_and_copy(address: str) -> None:
    async with on(address, folder="/d") as board:
        await put(board, a=b"A" * 2000, b=b"B")
        await remote.copy(board, "/d/a", "/d/c")
        assert await remote.read_file(board, "/d/c") == b"A" * 2000
        with pytest.raises(FileExists):
            await remote.move(board, "/d/a", "/d/b")
        with pytest.raises(FileExists):
            await remote.copy(board, "/d/a", "/d/b")
        assert await remote.read_file(board, "/d/b") == b"B"
        await remote.move(board, "/d/a", "/d/b", overwrite=True)
        await remote.make_folder(board, "/d/x/y")
        await remote.move(board, "/d/b", "/d/x/y/b")
        await remote.copy(board, "/d/x", "/d/z")
        assert sorted(await names(board)) == ["c", "x", "x/y", "x/y/b", "z", "z/y", "z/y/b"]
        await remote.copy(board, "/d/c", "/d/z", overwrite=True)
        assert await remote.read_file(board, "/d/z") == b"A" * 2000
        with pytest.raises(FileNotFound):
            await remote.move(board, "/d/none", "/d/other")


async def test_what_is_refused(address: str) -> None:
    async with on(address, folder="/d") as board:
        await put(board, f=b"f")
        refused: list[tuple[Awaitable[object], type[JumperwireError]]] = [
            (remote.stat(board, "/d/none"), FileNotFound),
            (remote.remove(board, "/d/none"), FileNotFound),
            (remote.remove(board, "/d"), FileOperationFailed),
            (remote.make_folder(board, "/d/f"), FileExists),
            (remote.make_folder(board, "/d/f/g"), JumperwireError),
            (remote.read_file(board, "/d"), FileOperationFailed),
        ]
        for refusing, error in refused:
            with pytest.raises(error):
                await refusing
        assert await names(board) == ["f"]


async def test_touch_and_space(address: str) -> None:
    async with on(address, folder="/d") as board:
        await remote.touch(board, "/d/new")
        await put(board, old=b"kept")
        await remote.touch(board, "/d/old")
        assert await remote.read_file(board, "/d/new") == b""
        assert await remote.read_file(board, "/d/old") == b"kept"
        space = await remote.space(board, "/d")
        assert space.total >= space.free > 0
        assert not space.read_only


async def test_names_that_are_not_utf8(board: Board, address: str) -> None:
    if board.name != "unix":
        pytest.skip("only the Unix board's file system takes such names")

    async with on(address, folder="/d") as lease:
        made = await lease.exec(rb"open(b'/d/\xff', 'w').close()")
        assert made.error == b""
        (entry,) = await remote.walk(lease, "/d")
        assert entry.name == "\udcff"
        await remote.remove(lease, "/d/\udcff")
        assert await names(lease) == []
        made = await lease.exec(rb"open(b'/\xff', 'w').close()")
        assert made.error == b""
        assert {"d", "\udcff"} <= {each.name for each in await remote.list_folder(lease, "/")}
        await remote.remove(lease, "/\udcff")
