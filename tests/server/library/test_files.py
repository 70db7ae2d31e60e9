"""Files of real boards, and syncs, as programs have them."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from boards.catalog import Board as Kind
from boards.catalog import Can

import jumperwire
from jumperwire import Board
from jumperwire.errors import FileExists, FileNotFound, PlanStale, SourceEmpty
from jumperwire.filesystem.outgoing import Progress
from jumperwire.sync.plan import Action

pytestmark = pytest.mark.limit(60)


@pytest.fixture(autouse=True)
def _files(board: Kind) -> None:
    if not board.can(Can.FILES):
        pytest.skip(f"{board} has no file system to speak of")


@asynccontextmanager
async def on(address: str) -> AsyncIterator[Board]:
    async with jumperwire.connect(address) as board:
        for entry in await board.fs.list():
            await board.fs.remove(entry.name, recursive=True)
        yield board


async def test_one_file(address: str) -> None:
    async with on(address) as board:
        content = bytes(range(256)) * 40
        await board.fs.write("/lib/sub/data.bin", content)
        await board.fs.write("note.txt", "grün")
        assert await board.fs.read("/lib/sub/data.bin") == content
        assert await board.fs.read("/note.txt") == "grün".encode()
        assert await board.fs.sha256("/lib/sub/data.bin") == hashlib.sha256(content).digest()
        assert (await board.fs.stat("lib/sub/data.bin")).size == len(content)
        assert [entry.name for entry in await board.fs.list()] == ["lib", "note.txt"]
        assert [entry.name for entry in await board.fs.walk("lib")] == ["sub", "sub/data.bin"]
        assert (await board.fs.exists("lib"), await board.fs.exists("lib/none")) == (True, False)
        space = await board.fs.space()
        assert 0 < space.free < space.total


async def test_moves(address: str) -> None:
    async with on(address) as board:
        await board.fs.write("/a", "a")
        await board.fs.mkdir("/d/e")
        await board.fs.rename("/a", "/d/b")
        await board.fs.copy("/d/b", "/c")
        with pytest.raises(FileExists):
            await board.fs.copy("/d/b", "/c")
        await board.fs.copy("/d/b", "/c", overwrite=True)
        await board.fs.touch("/d/empty")
        await board.fs.remove("/c")
        with pytest.raises(FileNotFound):
            await board.fs.remove("/c")
        assert sorted(e.name for e in await board.fs.walk()) == ["d", "d/b", "d/e", "d/empty"]


async def test_folders_both_ways(address: str, tmp_path: Path) -> None:
    async with on(address) as board:
        source = tmp_path / "source"
        (source / "empty").mkdir(parents=True)
        (source / "a.txt").write_bytes(b"a" * 3000)
        told: list[Progress] = []
        summary = await board.fs.upload(source, "/copy", told.append)
        assert (summary.files, summary.size) == (1, 3000)
        assert told[-1].size_done == 3000
        assert (await board.fs.upload(source, "/copy")).unchanged == 1
        await board.fs.download("/copy", tmp_path / "back")
        assert (tmp_path / "back" / "a.txt").read_bytes() == b"a" * 3000
        assert (tmp_path / "back" / "empty").is_dir()


async def test_syncs(address: str, tmp_path: Path) -> None:
    async with on(address) as board:
        folder = tmp_path / "work"
        folder.mkdir()
        (folder / "main.py").write_text("print(1)\n", "utf-8")
        await board.fs.write("/old.py", "x")
        plan = await board.sync.plan(folder)
        assert {step.path: step.action for step in plan.changes} == {
            "/main.py": Action.CREATE,
            "/old.py": Action.DELETE,
        }
        assert plan.doubts == []
        outcome = await board.sync.apply(plan)
        assert (outcome.files, outcome.deleted) == (1, 0)
        assert (await board.sync(folder, delete=True)).deleted == 1
        assert [entry.name for entry in await board.fs.list()] == ["main.py"]
        (folder / "main.py").unlink()
        with pytest.raises(SourceEmpty):
            await board.sync(folder)
        assert (await board.sync(folder, "download")).files == 1
        assert (folder / "main.py").read_text("utf-8") == "print(1)\n"

        (folder / "main.py").write_text("print(2)\n", "utf-8")
        plan = await board.sync.plan(folder)
        await board.fs.write("/main.py", "print('changed on the board')\n")
        with pytest.raises(PlanStale):
            await board.sync.apply(plan)
