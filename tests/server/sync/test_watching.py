"""A folder that is watched: each kind of change is noticed, and many at once are one."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from jumperwire.sync.watching import change, trace


def _furnish(folder: Path) -> Path:
    for name in ("main.py", "lib/m.py", "lib/deep/n.py", ".git/index", "node_modules/x/y.js"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("1")
    return folder


def _saved_as_editors_do(folder: Path) -> None:
    (folder / "main.py.new").write_text("2")
    os.replace(folder / "main.py.new", folder / "main.py")


CHANGES: dict[str, Callable[[Path], object]] = {
    "saved": lambda folder: (folder / "lib" / "m.py").write_text("22"),
    "saved under its name": _saved_as_editors_do,
    "new": lambda folder: (folder / "lib" / "deep" / "new.py").write_text(""),
    "new folder": lambda folder: (folder / "empty").mkdir(),
    "deleted": lambda folder: (folder / "main.py").unlink(),
    "folder deleted": lambda folder: shutil.rmtree(folder / "lib"),
    "renamed": lambda folder: (folder / "main.py").rename(folder / "other.py"),
    "project file": lambda folder: (folder / "jumperwire.toml").write_text(""),
    "all of it gone": lambda folder: shutil.rmtree(folder),
}


@pytest.mark.limit(5)
@pytest.mark.parametrize("name", CHANGES)
async def test_a_change_is_noticed(tmp_path: Path, name: str) -> None:
    folder = _furnish(tmp_path / "project")

    before = trace(folder)
    watching = asyncio.ensure_future(change(folder, before, interval=0.01))
    await asyncio.sleep(0.05)
    assert not watching.done()
    CHANGES[name](folder)
    assert await asyncio.wait_for(watching, 2) == trace(folder) != before


def test_what_is_never_synced_is_not_looked_at(tmp_path: Path) -> None:
    before = trace(_furnish(tmp_path))
    (tmp_path / ".git" / "index").write_text("2")
    (tmp_path / "node_modules" / "x" / "z.js").write_text("2")
    assert trace(tmp_path) == before
    assert [*before] == [name for name in before if "git" not in name]


@pytest.mark.limit(5)
async def test_many_at_once_are_one_change(tmp_path: Path) -> None:
    watching = asyncio.ensure_future(change(tmp_path, trace(tmp_path), interval=0.01))
    for number in range(10):
        (tmp_path / f"{number}.py").write_text("1")
        await asyncio.sleep(0.03)
    assert len(await asyncio.wait_for(watching, 2)) == 10


@pytest.mark.skipif(os.name == "nt", reason="links take rights there")
def test_links_that_lead_nowhere_or_in_circles(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "b").symlink_to(tmp_path / "nothing")
    assert [*trace(tmp_path)] == ["a/"]
