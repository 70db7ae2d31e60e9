"""Small files that go before any script of ours: whole, where they belong, and nothing is left behind."""

from __future__ import annotations

import ast
import asyncio
import random
import zlib
from pathlib import Path

import pytest
from board.sessions import connected, usable
from boards import catalog
from boards.faulty import FaultyOpener
from boards.linkspec import LinkSpec
from hypothesis import given
from hypothesis import strategies as st

from filesystem.leased import nothing_left_behind, on
from jumperwire.board.facts import Until
from jumperwire.board.lease import Lease
from jumperwire.board.session import Session
from jumperwire.errors import FileNotFound, FileSystemFull, JumperwireError
from jumperwire.filesystem import remote, small_upload
from jumperwire.filesystem.outgoing import Outgoing, Progress
from jumperwire.filesystem.small_upload import LARGEST, Put, literal, pays, put, same
from jumperwire.filesystem.upload import upload

pytestmark = pytest.mark.limit(90)

SIZES = [0, 1, 511, 512, 1500, 1501, 3600, 3601, 7200, 12_000]
EVERY = bytes(range(256)) * 4 + b"\r\n'''\"\"\"\\\\\x00\x017\x0303\x04"


async def fresh(board: Lease) -> None:
    """As if the board had been reset: it pays again."""
    board.facts.happened(Until.RESTART)


@given(st.binary())
def test_a_literal_is_what_it_stands_for(data: bytes) -> None:
    written = literal(data)
    assert not set(written) & set(b"\x00\x01\x02\x03\x04\x05\r")
    assert ast.literal_eval(written.decode("latin-1").removeprefix("b")).encode("latin-1") == data


@pytest.mark.parametrize("kind", ["noise", "text"])
async def test_sizes_at_every_edge(address: str, kind: str) -> None:
    noise = random.Random(1).randbytes(12_000)
    data = noise if kind == "noise" else b"def function():\n    return 'x'\n" * 400

    async with on(address, folder="/d") as board:
        for size in SIZES:
            await fresh(board)
            assert await put(board, Outgoing("/d/f", data[:size])) == Put("/d/f", unchanged=False), size
            assert await put(board, Outgoing("/d/f", data[:size])) == Put("/d/f", unchanged=True)
            assert await remote.read_file(board, "/d/f") == data[:size]
            await nothing_left_behind(board)


async def test_contents_and_names_of_all_kinds(address: str) -> None:
    async with on(address, folder="/d") as board:
        for name in ("it's", "%s {0}", "\u4e16\u754c.py", "a b"):
            await fresh(board)
            assert await put(board, Outgoing(f"/d/{name}", EVERY)) == Put(f"/d/{name}", unchanged=False)
            assert await remote.read_file(board, f"/d/{name}") == EVERY


async def test_where_it_goes(address: str) -> None:
    async with on(address, folder="/d") as board:
        file = Outgoing("d", b"1")
        assert await put(board, file, "f.py") == Put("d/f.py", unchanged=False)
        assert await put(board, file, "f.py") == Put("d/f.py", unchanged=True)
        assert await put(board, Outgoing("", b"2"), "g.py") == Put("g.py", unchanged=False)
        assert await put(board, Outgoing("./d/../h.py", b"3"), "x") == Put("h.py", unchanged=False)
        found = [await remote.read_file(board, path) for path in ("/d/f.py", "/g.py", "/h.py")]
        assert found == [b"1", b"2", b"3"]


@pytest.mark.parametrize("size", [100, 2000])
async def test_what_does_not_go_this_way(address: str, size: int) -> None:
    async with on(address, folder="/d") as board:
        await remote.make_folder(board, "/d/f")
        refused = ["/d/f", "/none/f", "/d/none/f", "../f", "//f", "/d/\udc80", "/d/\n", ""]
        for path in refused:
            await fresh(board)
            assert await put(board, Outgoing(path, b"x" * size)) is None, path
        assert {entry.name for entry in await remote.walk(board, "/d")} == {"f"}
        await nothing_left_behind(board)
        await fresh(board)
        with pytest.raises(FileNotFound):
            await remote.read_file(board, "/none/f")


async def test_a_large_file_that_is_there_costs_one_exec(address: str) -> None:
    data = random.Random(4).randbytes(30_000)
    async with on(address, folder="/d") as board:
        await upload(board, [Outgoing("/d/f", data)])
        assert await same(board, Outgoing("/d/f", data)) is None  # the survey's script is there, and quicker
        await fresh(board)
        assert await same(board, Outgoing("/d/f", data)) == Put("/d/f", unchanged=True)
        assert await same(board, Outgoing("d", data), "f") == Put("d/f", unchanged=True)
        for path, content in (("/d/f", data[::-1]), ("/d/f", data[1:]), ("/d/g", data), ("../f", data)):
            assert await same(board, Outgoing(path, content)) is None
        await nothing_left_behind(board)


async def test_it_pays_until_a_receiver_does(address: str) -> None:
    told: list[Progress] = []

    async with on(address) as board:
        await fresh(board)
        assert pays(board, LARGEST)
        summary = await upload(board, [Outgoing("/f", b"x" * 7000)], told.append)
        assert (summary.files, summary.unchanged, summary.size) == (1, 0, 7000)
        assert (told[-1].files_done, told[-1].size_done) == (1, 7000)
        assert (await upload(board, [Outgoing("/f", b"x" * 7000)])).unchanged == 1
        assert pays(board, 5000)
        assert not pays(board, 5001)
        await upload(board, [Outgoing("/f", b"y" * 7000)])
        assert not pays(board, 0)
        assert await remote.read_file(board, "/f") == b"y" * 7000


async def test_a_full_flash_keeps_the_old_file(address: str) -> None:
    async with on(address) as board:
        await upload(board, [Outgoing("/f", b"old")])
        free = (await remote.space(board, "/")).free
        await upload(board, [Outgoing("/filler", random.Random(1).randbytes(free - 2 * 4096))])
        await fresh(board)
        with pytest.raises(FileSystemFull):
            await upload(board, [Outgoing("/f", random.Random(2).randbytes(LARGEST))])
        assert await remote.read_file(board, "/f") == b"old"
        await nothing_left_behind(board)


@pytest.mark.parametrize("moment", [0.0, 0.002, 0.01, 0.03])
async def test_cancelled_at_any_moment(address: str, moment: float) -> None:
    old, new = b"old", random.Random(1).randbytes(LARGEST)

    async def work(session: Session) -> None:
        async with session.lease() as board:
            await put(board, Outgoing("/f", new))

    async with connected(address) as (session, _):
        async with session.lease() as board:
            await upload(board, [Outgoing("/f", old)])
            await fresh(board)
        task = asyncio.ensure_future(work(session))
        await asyncio.wait([task], timeout=moment)
        task.cancel()
        await asyncio.wait([task])
        await usable(session)
        async with session.lease() as board:
            assert await remote.read_file(board, "/f") in (old, new)
            await nothing_left_behind(board)


@pytest.mark.skipif(catalog.UNIX.missing is not None, reason=str(catalog.UNIX.missing))
@pytest.mark.parametrize("fault", ["loss", "corruption"])
async def test_whole_or_not_on_a_bad_link(fault: str, tmp_path: Path) -> None:
    address = catalog.unix_address(tmp_path / "flash")
    opener = FaultyOpener(7)
    session = Session(address, opener=opener.open)
    await session.connect()
    contents = {b""}
    try:
        for turn in range(12):
            data = random.Random(turn).randbytes(2500)
            contents.add(data)
            opener.become(LinkSpec("bad", **{fault: 0.0003 * (turn % 3)}))  # type: ignore[arg-type]
            try:
                async with session.lease() as board:
                    await fresh(board)
                    done = await put(board, Outgoing("/f", data))
            except JumperwireError:
                done = None
            opener.become(LinkSpec("good"))
            await usable(session)
            async with session.lease() as board:
                there = await remote.read_file(board, "/f")
            assert there == data if done else there in contents
    finally:
        await session.disconnect()
        await opener.aclose()


def test_what_is_deflated_is_smaller() -> None:
    text = b"import machine\n" * 200
    assert zlib.decompress(small_upload._packed(text), -12) == text
    noise = random.Random(1).randbytes(1000)
    assert small_upload._packed(noise) is noise
