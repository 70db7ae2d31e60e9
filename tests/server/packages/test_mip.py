"""Packages from an index on this machine, installed on real boards."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from board.sessions import connected, usable
from boards.catalog import Board, Can

from jumperwire.board.session import Session
from jumperwire.errors import (
    DownloadFailed,
    FileNotFound,
    JumperwireError,
    PackageCorrupt,
    PackageInvalid,
    PackageNotInstalled,
    PackageUnknown,
)
from jumperwire.filesystem import remote
from jumperwire.filesystem.outgoing import Outgoing
from jumperwire.filesystem.upload import upload
from jumperwire.packages import mip
from jumperwire.packages.manifest import RECORD
from jumperwire.packages.mip import Choice, Installation
from packages.index import Index

pytestmark = pytest.mark.limit(60)

PY = b"value = 1\n"


class Bench:
    def __init__(self, session: Session, index: Index, folder: Path) -> None:
        self.session, self.index, self.folder = session, index, folder

    async def install(self, *names: str, target: str = "/lib", mpy: bool = False) -> Installation:
        choice = Choice(self.index.url, target, mpy)
        return await mip.install(self.session.lease, names, choice, lock_file=self.folder / "jumperwire.lock")

    async def files(self, folder: str = "/lib") -> list[str]:
        """All that is in a folder, without what we keep there ourselves."""
        async with self.session.lease() as board:
            try:
                entries = await remote.walk(board, folder)
            except FileNotFound:
                return []
        return sorted(entry.name for entry in entries if entry.name != RECORD)

    async def eval(self, expression: str) -> str:
        async with self.session.lease() as board:
            execution = await board.exec(f"import sys\nsys.path.append('/lib')\nprint({expression})\n")
        assert execution.error == b""
        return execution.output.decode().strip()


@asynccontextmanager
async def on(address: str, board: Board, index: Index, folder: Path) -> AsyncIterator[Bench]:
    if not board.can(Can.FILES):
        pytest.skip(f"{board} has no file system to speak of")

    async with connected(address) as (session, _):
        async with session.lease() as lease:
            if [entry for entry in await remote.list_folder(lease, "/") if entry.name == "lib"]:
                await remote.remove(lease, "/lib", recursive=True)
        yield Bench(session, index, folder)
        await usable(session)


async def test_a_package_with_all_it_depends_on(
    address: str, board: Board, index: Index, tmp_path: Path
) -> None:
    index.package("net", {"net/__init__.py": b"import net.core\n", "net/core.py": PY}, deps=[["log", "2"]])
    index.package("log", {"log.py": b"import net\n" * 300}, version="2", deps=[["net", "latest"]])  # a cycle

    async with on(address, board, index, tmp_path) as bench:
        done = await bench.install("net")
        assert await bench.files() == ["log.py", "net", "net/__init__.py", "net/core.py"]
        assert [(each.name, each.version, each.wanted) for each in done.packages] == [
            ("net", "1.0", True),
            ("log", "2", False),
        ]
        assert await bench.eval("__import__('net').core.value") == "1"
        again = await bench.install("net")
        assert sorted(again.unchanged) == ["/lib/log.py", "/lib/net/__init__.py", "/lib/net/core.py"]
        assert again.summary.files == 0
        assert [each.name for each in await mip.listed(bench.session.lease, "/lib")] == ["log", "net"]


async def test_compiled_files_where_the_board_loads_them(
    address: str, board: Board, index: Index, tmp_path: Path
) -> None:
    async with on(address, board, index, tmp_path) as bench:
        async with bench.session.lease() as lease:
            place = await mip.look(lease, "/lib")
        assert place.mpy == "6"
        index.package("tool", {"tool.mpy": b"M\x06"}, mpy="6")
        index.package("tool", {"tool.py": PY})
        await bench.install("tool", mpy=True)
        assert await bench.files() == ["tool.mpy"]
        done = await bench.install("tool", mpy=False)
        assert (done.removed, await bench.files()) == (["/lib/tool.mpy"], ["tool.py"])


async def test_where_the_board_looks_for_libraries(
    address: str, board: Board, index: Index, tmp_path: Path
) -> None:
    index.package("a", {"a.py": PY})

    async with on(address, board, index, tmp_path) as bench:
        async with bench.session.lease() as lease:
            await lease.exec("import sys\nsys.path[:] = ['', '.frozen', '/rom/lib', '/lib']\n")
        assert (await bench.install("a", target="")).target == "/lib"
        await bench.install("a", target="deep/folder/")
        assert await bench.files("/deep") == ["folder", f"folder/{RECORD}", "folder/a.py"]
        async with bench.session.lease() as lease:
            await remote.remove(lease, "/deep", recursive=True)


async def test_an_address_a_file_and_a_folder_of_the_pc(
    address: str, board: Board, index: Index, tmp_path: Path
) -> None:
    index.package("dep", {"dep.py": PY})
    index.put("repo/src/m.py", PY)
    index.put("repo/one.py", b"one = 1\n")
    index.put(
        "repo/package.json", {"urls": [["m.py", "src/m.py"]], "deps": [["dep", "latest"]], "version": "3"}
    )
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "here.py").write_bytes(PY)
    local = {"urls": [["here.py", "here.py"], ["there.py", f"{index.url}/repo/one.py"]]}
    (tmp_path / "pkg" / "package.json").write_text(json.dumps(local), "utf-8")

    async with on(address, board, index, tmp_path) as bench:
        here = str(tmp_path / "pkg" / "package.json")
        done = await bench.install(f"{index.url}/repo/", f"{index.url}/repo/one.py", here)
        assert await bench.files() == ["dep.py", "here.py", "m.py", "one.py", "there.py"]
        assert [each.version for each in done.packages] == ["3", "1.0", "", ""]


async def test_nothing_changes_unless_all_is_there(
    address: str, board: Board, index: Index, tmp_path: Path
) -> None:
    index.package("good", {"good.py": PY})
    index.package("bad", {"bad.py": PY, "more.py": b"more"})
    index.put(
        f"file/{hashlib.sha256(b'more').hexdigest()[:2]}/{hashlib.sha256(b'more').hexdigest()[:8]}", b"x"
    )
    index.package("gone", {"gone.py": b"gone"})
    del index.files[
        f"/file/{hashlib.sha256(b'gone').hexdigest()[:2]}/{hashlib.sha256(b'gone').hexdigest()[:8]}"
    ]
    index.package("thief", {"good.py": b"other"})
    index.package("needs", {"n.py": PY}, deps=[["nothing", "1"]])

    async with on(address, board, index, tmp_path) as bench:
        for name, error in (
            ("bad", PackageCorrupt),
            ("gone", DownloadFailed),
            ("thief", PackageInvalid),
            ("needs", PackageUnknown),
            ("none@3", PackageUnknown),
        ):
            with pytest.raises(error):
                await bench.install("good", name)
        assert await bench.files() == []
        assert not (tmp_path / "jumperwire.lock").exists()


async def test_uninstall_takes_what_no_other_package_has(
    address: str, board: Board, index: Index, tmp_path: Path
) -> None:
    index.package("a", {"shared/x.py": PY, "a/deep/one.py": b"1"})
    index.package("b", {"shared/x.py": PY, "b.py": b"b"})

    async with on(address, board, index, tmp_path) as bench:
        await bench.install("a", "b")
        async with bench.session.lease() as lease:
            await remote.remove(lease, "/lib/b.py")  # by hand
        assert await mip.uninstall(bench.session.lease, "a", "/lib") == ["/lib/a/deep/one.py"]
        assert await bench.files() == ["shared", "shared/x.py"]
        with pytest.raises(PackageNotInstalled):
            await mip.uninstall(bench.session.lease, "a", "/lib")
        assert await mip.uninstall(bench.session.lease, "b", "/lib") == ["/lib/shared/x.py"]
        assert (await bench.files(), await mip.listed(bench.session.lease, "/lib")) == ([], [])


async def test_a_lock_repeats_an_installation(
    address: str, board: Board, index: Index, tmp_path: Path
) -> None:
    index.package("a", {"a.py": PY}, deps=[["b", "1"]])
    index.package("b", {"b.py": b"b = 1\n"}, version="1")

    async with on(address, board, index, tmp_path) as bench:
        await bench.install("a")
        lock = tmp_path / "jumperwire.lock"
        index.package("a", {"a.py": b"newer"})
        async with bench.session.lease() as lease:
            await remote.remove(lease, "/lib", recursive=True)
        done = await mip.repeat(bench.session.lease, lock, Choice(target="/lib"))
        assert [(each.name, each.wanted) for each in done.packages] == [("a", True), ("b", False)]
        assert await bench.eval("__import__('a').value") == "1"
        table = json.loads(lock.read_text("utf-8"))
        place = table["packages"][0]["parts"][0]["place"].removeprefix(index.url)
        index.files[place] = b"somebody else's"
        with pytest.raises(PackageCorrupt):
            await mip.repeat(bench.session.lease, lock, Choice(target="/lib"))
        lock.write_text(json.dumps({**table, "mpy": "5"}), "utf-8")
        with pytest.raises(PackageInvalid):
            await mip.repeat(bench.session.lease, lock, Choice(target="/lib"))


async def test_cancelled_at_any_moment(address: str, board: Board, index: Index, tmp_path: Path) -> None:
    files = {f"p/{number}.py": b"%d" % number * 500 for number in range(10)}
    index.package("p", files)

    async with on(address, board, index, tmp_path) as bench:
        for seconds in (0, 0.01, 0.05, 0.1, 0.2):
            installing = asyncio.ensure_future(bench.install("p"))
            await asyncio.sleep(seconds)
            installing.cancel()
            await asyncio.wait([installing])
            if not installing.cancelled():
                assert not isinstance(installing.exception(), JumperwireError)
            await usable(bench.session)
        await bench.install("p")
        assert len(await bench.files()) == 11


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b'{"packages": {"a": {"version": "1", "wanted": true, "files": ["../x"]}}}']
)
async def test_a_list_that_cannot_be_read_counts_as_nothing(
    address: str, board: Board, index: Index, tmp_path: Path, content: bytes
) -> None:
    index.package("a", {"a.py": PY})

    async with on(address, board, index, tmp_path) as bench:
        async with bench.session.lease() as lease:
            await upload(lease, [Outgoing(f"/lib/{RECORD}", content)])
        assert await mip.listed(bench.session.lease, "/lib") == []
        await bench.install("a")
        assert [each.name for each in await mip.listed(bench.session.lease, "/lib")] == ["a"]
