"""Uploads and downloads on real boards: every byte, whole files only, nothing outside of the target."""

from __future__ import annotations

import os
import random
from contextlib import nullcontext
from pathlib import Path

import pytest
from board.sessions import connected, usable
from boards import catalog
from boards.catalog import Board

from filesystem.leased import nothing_left_behind, on
from jumperwire.board.lease import Lease
from jumperwire.board.session import Session
from jumperwire.errors import (
    FileNotFound,
    FileSystemFull,
    LocalFileFailed,
    PathUnsafe,
)
from jumperwire.filesystem import local, remote
from jumperwire.filesystem.download import Wanted, download, find
from jumperwire.filesystem.gathering import upload_from
from jumperwire.filesystem.incoming import Incoming
from jumperwire.filesystem.outgoing import Outgoing, Progress
from jumperwire.filesystem.upload import upload

pytestmark = pytest.mark.limit(90)

SIZES = [0, 1, 110, 111, 119, 120, 121, 240, 511, 512, 513, 4095, 4096, 4097, 8192, 65535, 65536, 65537]


def content(size: int, seed: int = 1) -> bytes:
    """Half of it text, half noise, so that both kinds of blocks come."""
    chance = random.Random(seed)
    text = b"".join(
        b"def function_%d(argument):\n    return argument + %d\n" % (n, n) for n in range(size // 90)
    )
    return (text + chance.randbytes(size))[:size]


async def there_and_back(board: Lease, files: list[Outgoing], folder: Path) -> None:
    summary = await upload(board, files)
    assert summary.files == len(files)
    assert summary.size == sum(len(file.data) for file in files)
    wanted = [await find(board, "/d", folder)]
    summary = await download(board, wanted)
    assert summary.files == len(files)
    for file in files:
        assert (folder / file.path.removeprefix("/d/")).read_bytes() == file.data, file


async def test_sizes_at_every_edge(address: str, tmp_path: Path) -> None:
    async with on(address) as board:
        files = [Outgoing(f"/d/{size}", content(size)) for size in SIZES]
        await there_and_back(board, files, tmp_path / "d")


@pytest.mark.parametrize("kind", ["zeros", "every byte", "noise", "control characters"])
async def test_contents_of_all_kinds(address: str, tmp_path: Path, kind: str) -> None:
    data = {
        "zeros": bytes(100_000),
        "every byte": bytes(range(256)) * 100,
        "noise": random.Random(2).randbytes(50_000),
        "control characters": b"\x03" * 20_000 + b"\x04" * 5000 + b"\x01\x02\x05" * 1000,
    }[kind]

    async with on(address) as board:
        await there_and_back(board, [Outgoing("/d/f", data)], tmp_path / "d")


async def test_many_small_files_and_unchanged_ones(address: str, tmp_path: Path) -> None:
    async with on(address) as board:
        files = [Outgoing(f"/d/pkg{n % 5}/m{n}.py", content(500 + n, n)) for n in range(40)]
        await there_and_back(board, files, tmp_path / "d")
        again = await upload(board, files)
        assert (again.files, again.unchanged, again.size) == (0, 40, 0)
        files[7] = Outgoing(files[7].path, files[7].data[::-1])
        again = await upload(board, files)
        assert (again.files, again.unchanged, again.size) == (1, 39, len(files[7].data))
        assert await remote.read_file(board, files[7].path) == files[7].data


async def test_names_of_all_kinds(address: str, tmp_path: Path) -> None:
    names = [
        "with space",
        "quote'",
        'double"' if os.name != "nt" else "d",
        "\u4e16\u754c.py",
        "%s {0}",
        "a" * 200,
    ]

    async with on(address) as board:
        files = [Outgoing(f"/d/{name}/{name}", name.encode()) for name in names]
        await upload(board, files)
        for name in names:
            if name == 'double"':
                continue  # no name for a file of this PC, see below
            wanted = await find(board, f"/d/{name}", tmp_path / "d")
            await download(board, [wanted])
            assert (tmp_path / "d" / name).read_bytes() == name.encode()


async def test_a_folder_of_the_pc_and_its_empty_folders(address: str, tmp_path: Path) -> None:
    (tmp_path / "src/lib/deep").mkdir(parents=True)
    (tmp_path / "src/empty").mkdir()
    (tmp_path / "src/main.py").write_bytes(b"print('hello')\r\n")
    (tmp_path / "src/lib/deep/a.py").write_bytes(b"a")

    async with on(address) as board:
        await upload_from(nullcontext(board), [(tmp_path / "src", "/d")])
        entries = {(entry.name, entry.folder) for entry in await remote.walk(board, "/d")}
        assert entries == {
            ("main.py", False),
            ("lib", True),
            ("empty", True),
            ("lib/deep", True),
            ("lib/deep/a.py", False),
        }
        await download(board, [await find(board, "/d", tmp_path / "back")])
        assert (tmp_path / "back/main.py").read_bytes() == b"print('hello')\r\n"
        assert (tmp_path / "back/empty").is_dir()


async def test_progress_is_told(address: str, tmp_path: Path) -> None:
    told: list[Progress] = []

    async with on(address) as board:
        files = [Outgoing(f"/d/f{n}", content(30_000, n)) for n in range(3)]
        await upload(board, files, told.append)
        _steadily_up(told)
        told.clear()
        await download(board, [await find(board, "/d", tmp_path / "d")], told.append)
        _steadily_up(told)


def _steadily_up(told: list[Progress]) -> None:
    assert [now.size_done for now in told] == sorted(now.size_done for now in told)
    assert (told[-1].files_done, told[-1].files) == (3, 3)
    assert (told[-1].size_done, told[-1].size) == (90_000, 90_000)
    assert {now.path for now in told} >= {f"/d/f{n}" for n in range(3)}
    assert len(told) > 8


async def test_what_does_not_fit_is_known_before(address: str) -> None:
    async with on(address) as board:
        free = (await remote.space(board, "/")).free
        await upload(board, [Outgoing("/f", b"old")])
        with pytest.raises(FileSystemFull) as caught:
            await upload(board, [Outgoing("/f", bytes(free + 8192))])
        facts = caught.value.facts
        assert int(facts["needed"]) - int(facts["free"]) == int(facts["missing"]) > 0
        assert await remote.read_file(board, "/f") == b"old"
        await nothing_left_behind(board)


async def test_a_flash_that_is_full_all_the_same(board: Board, address: str, tmp_path: Path) -> None:
    """Folders take room too, which no file system tells."""
    del address
    if board.name != "unix":
        pytest.skip("one board is enough")
    address = catalog.unix_address(tmp_path / "small", flash_size=64 << 10)

    async with on(address) as lease:
        await upload(lease, [Outgoing("/f", b"old")])
        files = [Outgoing("/f", random.Random(3).randbytes(5000))]
        files += [Outgoing(f"/g{n}/g", bytes([n])) for n in range(9)]
        with pytest.raises(FileSystemFull):
            await upload(lease, files)
        await nothing_left_behind(lease)
        assert await remote.read_file(lease, "/f") in (b"old", files[0].data)


async def test_what_is_not_there(address: str, tmp_path: Path) -> None:
    async with on(address) as board:
        with pytest.raises(FileNotFound):
            await find(board, "/none", tmp_path / "x")
        await upload(board, [Outgoing("/d/there", b"1")])
        folder = tmp_path / "down"
        gone = Wanted([], [Incoming("/d/there", 1, folder / "there"), Incoming("/gone", 1, folder / "gone")])
        with pytest.raises(FileNotFound) as caught:
            await download(board, [gone])
        assert caught.value.facts["path"] == "/gone"
        assert os.listdir(folder) == ["there"]


async def test_files_of_the_pc_that_cannot_be_used(address: str, tmp_path: Path) -> None:
    with pytest.raises(LocalFileFailed):
        local.tree(tmp_path / "none", "/d")
    (tmp_path / "file").write_bytes(b"kept")

    async with on(address) as board:
        await upload(board, [Outgoing("/d/f", b"1")])
        with pytest.raises(LocalFileFailed):
            await download(board, [await find(board, "/d/f", tmp_path / "file" / "below a file")])
        with pytest.raises(PathUnsafe):
            await download(board, [await find(board, "/d", tmp_path / "file")])
        assert (tmp_path / "file").read_bytes() == b"kept"


@pytest.mark.limit(60)
@pytest.mark.parametrize("moment", [0.0, 0.002, 0.01, 0.03, 0.1])
@pytest.mark.parametrize("way", ["up", "down"])
async def test_cancelled_at_any_moment(address: str, tmp_path: Path, moment: float, way: str) -> None:
    import asyncio

    old, new = b"old" * 100, content(200_000)

    async def transfer(session: Session) -> None:
        async with session.lease() as board:
            if way == "up":
                await upload(board, [Outgoing("/d/f", new)])
            else:
                await download(board, [await find(board, "/d/big", tmp_path / "big")])

    async with connected(address) as (session, _):
        async with session.lease() as board:
            await upload(board, [Outgoing("/d/f", old), Outgoing("/d/big", new)])
        task = asyncio.ensure_future(transfer(session))
        await asyncio.wait([task], timeout=moment)
        task.cancel()
        began = asyncio.get_running_loop().time()
        await asyncio.wait([task])
        await usable(session)
        took = asyncio.get_running_loop().time() - began
        assert took < 4, took
        async with session.lease() as board:
            assert await remote.hashes(board, ["/d/f"]) in (
                [[Outgoing("", data).digest] for data in (old, new)]
            )
            await nothing_left_behind(board)
        assert not (tmp_path / "big").exists() or (tmp_path / "big").read_bytes() == new
        assert [name for name in os.listdir(tmp_path) if name.startswith(".jumperwire-")] == []
