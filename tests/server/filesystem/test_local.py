"""What a board names stays below the folder that was meant, and files of the PC appear whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumperwire.errors import LocalFileFailed, PathUnsafe
from jumperwire.filesystem import local
from jumperwire.filesystem.local import NewFile

UNSAFE = [
    "..", "../x", "a/../../x", "/etc/passwd", "a//b", "./a", "a/.", "", "C:/x", "C:x", "a\\b", "..\\x",
    "con", "CON.txt", "lib/nul", "com1", "LPT9.log", "COM\u00b9", "a\0b", "tab\tname", "trailing.",
    "trailing ",
    "a<b", 'q"q', "a|b", "what?", "star*", "\udcff",
]  # fmt: skip
SAFE = [
    "main.py",
    "lib/a.py",
    "lib/sub/b.py",
    "with space.py",
    "\u4e16\u754c.py",
    "console",
    "com10",
    "a..b",
    ".env",
]


@pytest.mark.parametrize("path", UNSAFE)
def test_unsafe_paths_are_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(PathUnsafe):
        local.below(tmp_path, path, {})


@pytest.mark.parametrize("path", SAFE)
def test_safe_paths_are_below(tmp_path: Path, path: str) -> None:
    assert local.below(tmp_path, path, {}) == tmp_path / path


@given(st.text(max_size=30))
def test_nothing_ever_leaves_the_folder(path: str) -> None:
    folder = Path("/somewhere/folder")
    try:
        found = local.below(folder, path, {})
    except PathUnsafe:
        return
    assert Path(os.path.normpath(found)).is_relative_to(folder)
    assert found != folder


def test_names_that_differ_in_case_alone_are_refused(tmp_path: Path) -> None:
    taken: dict[str, str] = {}
    local.below(tmp_path, "lib/a.py", taken)
    local.below(tmp_path, "lib/b.py", taken)
    for other in ("lib/A.py", "Lib/c.py"):
        with pytest.raises(PathUnsafe):
            local.below(tmp_path, other, taken)


def test_a_tree_with_a_loop_of_links(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/f").write_bytes(b"1")
    try:
        (tmp_path / "a/b/up").symlink_to(tmp_path / "a")
    except OSError:
        pytest.skip("no links here")
    with pytest.raises(LocalFileFailed):
        local.tree(tmp_path / "a", "/a")
    (tmp_path / "a/b/up").unlink()
    (tmp_path / "a/b/broken").symlink_to(tmp_path / "none")
    (tmp_path / "a/linked").symlink_to(tmp_path / "a/f")
    found = local.tree(tmp_path / "a", "/a")
    assert found.folders == ["/a", "/a/b"]
    assert [file.remote for file in found.files] == ["/a/f", "/a/linked"]


def test_a_new_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "f"
    new = NewFile(path)
    new.write(b"half")
    assert not path.exists()
    new.discard()
    assert os.listdir(path.parent) == []
    new = NewFile(path)
    new.write(b"all")
    new.commit()
    new.discard()
    assert path.read_bytes() == b"all"
    if os.name == "posix":
        plain = tmp_path / "plain"
        plain.write_bytes(b"")
        assert path.stat().st_mode == plain.stat().st_mode


def test_parents_come_first() -> None:
    assert local.parents(["/a/b/c.py", "/main.py", "/a/d.py"]) == ["/a", "/a/b"]
