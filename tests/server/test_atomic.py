"""Files that appear whole or not at all, and only below the folder that was meant."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from jumperwire import atomic
from jumperwire.atomic import LinkInTheWay, NewFile


@pytest.fixture(params=["held", "looked at"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways to stay in a folder: this system's own, and that of Windows."""
    if request.param == "looked at":
        monkeypatch.setattr(atomic, "_HELD", False)


pytestmark = pytest.mark.usefixtures("way")


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def linked(link: Path, to: Path) -> None:
    try:
        link.symlink_to(to, target_is_directory=to.is_dir())
    except OSError:
        pytest.skip("no links here")


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "f"
    new = NewFile(path)
    new.write(b"half")
    assert not path.exists()
    new.discard()
    assert names(path.parent) == []
    new = NewFile(path, tmp_path)
    new.write(b"al")
    new.write(b"l")
    new.commit()
    new.discard()
    assert (path.read_bytes(), names(path.parent)) == (b"all", ["f"])
    atomic.write(path, b"again")
    assert path.read_bytes() == b"again"
    if os.name == "posix":
        plain = tmp_path / "plain"
        plain.write_bytes(b"")
        assert path.stat().st_mode == plain.stat().st_mode


def test_no_folder_is_followed_through_a_link(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    (inside / "a").mkdir(parents=True)
    (outside / "kept").write_bytes(b"kept")
    linked(inside / "a" / "link", outside)
    at: list[Callable[[Path], object]] = [
        lambda path: atomic.write(path, b"x", inside),
        lambda path: atomic.make_folder(path / "made", inside),
        lambda path: atomic.remove(path, inside),
    ]
    for work in at:
        with pytest.raises(LinkInTheWay) as caught:
            work(inside / "a" / "link" / "kept")
        assert caught.value.filename == str(inside / "a" / "link")
    assert (names(outside), (outside / "kept").read_bytes()) == (["kept"], b"kept")
    atomic.write(inside / "a" / "link", b"a file now", inside)  # the link goes, not what it leads to
    assert not (inside / "a" / "link").is_symlink()
    assert names(outside) == ["kept"]
    linked(tmp_path / "top", inside)
    atomic.write(tmp_path / "top" / "a" / "f", b"the top is a person's own", tmp_path / "top")


def test_a_link_that_comes_while_the_file_is_written(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    new = NewFile(inside / "a" / "f", inside)
    new.write(b"x")
    (inside / "a").rename(inside / "b")
    linked(inside / "a", outside)
    if atomic._HELD:
        new.commit()
        new.discard()
        assert names(inside / "b") == ["f"]
    else:
        with pytest.raises(LinkInTheWay):
            new.commit()
        new.discard()
    assert names(outside) == []


def test_a_file_in_the_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"")
    with pytest.raises(LinkInTheWay):
        atomic.write(tmp_path / "f" / "g", b"", tmp_path)
    (tmp_path / "d").mkdir()
    with pytest.raises(IsADirectoryError if os.name == "posix" else PermissionError):
        atomic.write(tmp_path / "d", b"", tmp_path)
    assert names(tmp_path) == ["d", "f"]


def test_remove(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "full" / "x").mkdir(parents=True)
    (tmp_path / "file").write_bytes(b"")
    for name in ("folder", "file", "nothing"):
        atomic.remove(tmp_path / name, tmp_path)
    with pytest.raises(OSError, match="not empty"):
        atomic.remove(tmp_path / "full", tmp_path)
    assert names(tmp_path) == ["full"]


def test_what_a_killed_process_left_is_swept(tmp_path: Path) -> None:
    live = NewFile(tmp_path / "f")
    left, young = tmp_path / ".jumperwire-1", tmp_path / ".jumperwire-2"
    old = time.time() - 3600
    for path in (left, young, tmp_path / ".other-1"):
        path.write_bytes(b"half")
    for path in tmp_path.iterdir():
        if path != young:
            os.utime(path, (old, old))
    atomic.sweep(tmp_path)
    assert not left.exists()
    assert young.exists()
    live.write(b"still there")
    live.commit()
    live.discard()
    assert names(tmp_path) == [".jumperwire-2", ".other-1", "f"]
    atomic.sweep(tmp_path / "nowhere")


@pytest.mark.skipif(sys.platform == "win32", reason="the limit on files is POSIX's")
def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    new = NewFile(tmp_path / "f")
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            new.write(bytes(20_000))
    finally:
        new.discard()
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert names(tmp_path) == []
