"""What a board names stays below the folder that was meant, and files of the PC appear whole."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumperwire.errors import LocalFileFailed, PathUnsafe
from jumperwire.filesystem import local

UNSAFE = ["..", "../x", "a/../../x", "/etc/passwd", "a//b", "./a", "a/.", "", "a\0b", "tab\tname", "\x1b]52;",
    "\ud800", "\u4e16" * 86, "x" * 256]  # fmt: skip
UNSAFE_ON_WINDOWS = [
    "C:x", "a\\b", "..\\x", "con", "CON.txt", "nul", "com1", "LPT9.log", "COM\u00b9", "trailing.",
    "trailing ", "a<b", 'q"q', "a|b", "what?", "star*", "\udcff", "12:30.csv",
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


@pytest.mark.parametrize("name", UNSAFE_ON_WINDOWS)
def test_a_system_refuses_what_it_cannot_have(name: str) -> None:
    assert local.unsafe(name, "win32")
    assert local.unsafe(name, "linux") == ""
    assert bool(local.unsafe(name, "darwin")) is (name == "\udcff")


@given(st.text(max_size=30))
def test_nothing_ever_leaves_the_folder(path: str) -> None:
    folder = Path("/somewhere/folder")
    try:
        found = local.below(folder, path, {})
    except PathUnsafe:
        return
    assert Path(os.path.normpath(found)).is_relative_to(folder)
    assert found != folder


@pytest.mark.parametrize("system", ["win32", "darwin", "linux"])
def test_names_that_are_one_file_here_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    taken: dict[str, str] = {}
    for path in ("lib/a.py", "lib/b.py", "lib/\u00fc.py"):
        local.below(tmp_path, path, taken)
    for other in ("lib/A.py", "Lib/c.py", "lib/u\u0308.py"):
        if system == "linux":
            local.below(tmp_path, other, taken)
        else:
            with pytest.raises(PathUnsafe):
                local.below(tmp_path, other, taken)


@pytest.mark.parametrize(
    "path", [".git/config", "a/.VSCODE/tasks.json", ".ssh/x", "GIT~1/config", ".git", "a/.hg"]
)
def test_hidden_folders(path: str) -> None:
    assert local.hidden(path)


@pytest.mark.parametrize("path", ["main.py", ".env", "lib/.env", "a.git/x", "git~/x", ".gitignore"])
def test_what_is_not_hidden(path: str) -> None:
    assert local.hidden(path) == ""


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


def test_a_tree_that_is_deeper_than_calls_may_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(1100):
        os.mkdir("d")
        os.chdir("d")
    try:
        assert len(local.tree(tmp_path, "/t").folders) == 1101
    finally:
        for _ in range(1100):  # pytest cannot
            os.chdir("..")
            os.rmdir("d")


def test_parents_come_first() -> None:
    assert local.parents(["/a/b/c.py", "/main.py", "/a/d.py"]) == ["/a", "/a/b"]
