"""Files of real boards: listed and read, whatever their names and contents."""

from __future__ import annotations

import pytest
from board.sessions import connected, listed, read, usable
from boards.catalog import Board

from jumperwire.errors import BoardOutOfMemory, FileNotFound, FileOperationFailed

NAMES = ["with space", "quote'", 'double"', "back\\slash", "\u4e16\u754c", "#hash", "%s {0}", "x" * 60]


async def test_names_and_sizes(address: str) -> None:
    async with connected(address) as (session, _):
        async with session.lease() as lease:
            made = await lease.exec(
                f"import os\nos.mkdir('/d')\nos.mkdir('/d/sub')\n"
                f"for i, n in enumerate({NAMES!r}):\n"
                f"    with open('/d/' + n, 'wb') as f: f.write(b'.' * i)\n"
            )
            assert made.error == b""
        entries = await listed(session, "/d")
        assert (entries[0].name, entries[0].folder) == ("sub", True)
        assert {entry.name: entry.size for entry in entries[1:]} == {
            name: size for size, name in enumerate(NAMES)
        }
        for size, name in enumerate(NAMES):
            assert await read(session, f"/d/{name}") == b"." * size
        assert await listed(session, "/d/sub") == []


@pytest.mark.parametrize("size", [0, 1, 383, 384, 385, 100_000])
async def test_every_byte_of_a_file(address: str, size: int) -> None:
    async with connected(address) as (session, _):
        async with session.lease() as lease:
            await lease.exec(
                f"with open('/f', 'wb') as f:\n    left = {size}\n    while left:\n"
                f"        n = min(left, 256)\n        f.write(bytes(range(n)))\n        left -= n\n"
            )
        whole, rest = divmod(size, 256)
        assert await read(session, "/f") == bytes(range(256)) * whole + bytes(range(rest))


async def test_what_is_not_there_or_not_that(address: str) -> None:
    async with connected(address) as (session, _):
        with pytest.raises(FileNotFound) as missing:
            await read(session, "/no such")
        assert missing.value.facts["path"] == "/no such"
        with pytest.raises(FileNotFound):
            await listed(session, "/no such")
        async with session.lease() as lease:
            await lease.exec("import os; os.mkdir('/d')")
        with pytest.raises(FileOperationFailed) as refused:
            await read(session, "/d")
        assert "OSError" in refused.value.facts["cause"]
        await usable(session)


async def test_a_board_without_the_memory_says_so(board: Board, address: str) -> None:
    if board.name != "virtual":
        pytest.skip("only the virtual board can be made that small")

    async with connected(address) as (session, _):
        async with session.lease() as lease:
            await lease.exec("def open(*a): raise MemoryError\n")
        with pytest.raises(BoardOutOfMemory):
            await read(session, "/f")
        await usable(session)
