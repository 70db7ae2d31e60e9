"""The PC's side: what is found, what is ignored, and what is refused."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from jumperwire.errors import LocalFileFailed, SourceEmpty, SourceMissing
from jumperwire.sync import project
from jumperwire.sync.rules import Protect
from jumperwire.sync.workspace import Workspace, locate, look, scan

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")


def put(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())


def scanned(folder: Path) -> Workspace:
    return scan(project.read(folder))


def names(workspace: Workspace) -> list[str]:
    return [each.name for each in workspace.found]


def left_out(workspace: Workspace) -> list[str]:
    return [each.name for each in workspace.ignored]


def test_files_and_folders_with_their_contents(tmp_path: Path) -> None:
    put(tmp_path, "main.py", "lib/a b.py", "lib/\u4e16.txt")
    (tmp_path / "empty").mkdir()
    workspace = scanned(tmp_path)
    assert names(workspace) == ["empty", "lib", "lib/a b.py", "lib/\u4e16.txt", "main.py"]
    assert [each.data for each in workspace.found] == [
        None,
        None,
        b"lib/a b.py",
        "lib/\u4e16.txt".encode(),
        b"main.py",
    ]


def test_what_is_usually_ignored(tmp_path: Path) -> None:
    usual = [
        ".git/config",
        ".venv/x",
        "lib/__pycache__/x",
        "a.pyc",
        ".mpyignore",
        "jumperwire.toml",
        "node_modules/m/x",
    ]
    put(tmp_path, "main.py", "lib/ok.py", *usual)
    (tmp_path / "jumperwire.toml").write_text("")
    (tmp_path / ".mpyignore").write_text("")
    workspace = scanned(tmp_path)
    assert names(workspace) == ["lib", "lib/ok.py", "main.py"]
    assert left_out(workspace) == [
        ".git", ".mpyignore", ".venv", "a.pyc", "jumperwire.toml", "lib/__pycache__", "node_modules",
    ]  # fmt: skip


def test_rules_of_gitignore(tmp_path: Path) -> None:
    put(
        tmp_path,
        "src/a.py",
        "src2/b.py",
        "docs/x.md",
        "deep/docs/y.md",
        "keep.md",
        "z.md",
        "d/build",
        "build/x",
        "t/#x",
    )
    (tmp_path / ".mpyignore").write_text("/src\n/docs/\n*.md\n!keep.md\nbuild/\n\\#x\n")
    workspace = scanned(tmp_path)
    assert names(workspace) == ["d", "d/build", "deep", "deep/docs", "keep.md", "src2", "src2/b.py", "t"]


def test_nested_ignore_files(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "lib/a.txt", "lib/in/a.txt", "lib/in/b.txt")
    (tmp_path / ".mpyignore").write_text("*.txt\n")
    (tmp_path / "lib" / ".mpyignore").write_text("!/in/a.txt\n")
    assert names(scanned(tmp_path)) == ["lib", "lib/in", "lib/in/a.txt"]


def test_an_ignore_file_above_the_source_counts(tmp_path: Path) -> None:
    put(tmp_path, "src/a.py", "src/b.py")
    (tmp_path / "jumperwire.toml").write_text('[[sync]]\nsource = "src"\n')
    (tmp_path / ".mpyignore").write_text("/src/b.py\n")
    workspace = scanned(tmp_path)
    assert names(workspace) == ["a.py"]
    assert workspace.ignores("src/b.py", folder=False)
    assert not workspace.ignores("src/new.py", folder=False)
    assert workspace.ignores("src/sub/__pycache__/x", folder=False)


def test_what_is_usual_can_be_taken_back(tmp_path: Path) -> None:
    put(tmp_path, "env/x.py")
    (tmp_path / ".mpyignore").write_text("!env\n")
    assert names(scanned(tmp_path)) == ["env", "env/x.py"]


def test_a_rule_that_is_none(tmp_path: Path) -> None:
    put(tmp_path, "a")
    (tmp_path / ".mpyignore").write_text("a\n!\n")
    with pytest.raises(LocalFileFailed):
        scanned(tmp_path)


def test_a_source_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "jumperwire.toml").write_text('[[sync]]\nsource = "src"\n')
    with pytest.raises(SourceMissing) as caught:
        scanned(tmp_path)
    assert caught.value.facts["source"] == "src"
    put(tmp_path, "src")
    with pytest.raises(SourceMissing, match="it is a file"):
        scanned(tmp_path)


def test_an_empty_source_would_empty_the_board(tmp_path: Path) -> None:
    with pytest.raises(SourceEmpty):
        scanned(tmp_path)
    put(tmp_path, ".git/x")
    with pytest.raises(SourceEmpty):
        scanned(tmp_path)


@POSIX
def test_links_are_followed_but_no_loop(tmp_path: Path) -> None:
    put(tmp_path / "else", "x.py")
    source = tmp_path / "p"
    put(source, "a.py")
    (source / "linked").symlink_to(tmp_path / "else")
    (source / "broken").symlink_to(tmp_path / "nothing")
    assert names(scanned(source)) == ["a.py", "linked", "linked/x.py"]
    (source / "loop").symlink_to(source)
    with pytest.raises(LocalFileFailed) as caught:
        scanned(source)
    assert caught.value.facts["path"] == str(source / "loop")


@POSIX
def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    put(tmp_path, "a.py", "locked/x.py")
    secret = tmp_path / "a.py"
    secret.chmod(0)
    if os.access(secret, os.R_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(LocalFileFailed) as caught:
        scanned(tmp_path)
    assert caught.value.facts["path"] == str(secret)


def test_only_some_files(tmp_path: Path) -> None:
    put(tmp_path, "src/a.py", "src/skip.log", "other/b.py")
    (tmp_path / "jumperwire.toml").write_text('[[sync]]\nsource = "src"\n')
    (tmp_path / ".mpyignore").write_text("*.log\n")
    asked = ["src/a.py", "src/skip.log", "other/b.py", "src/gone.py", "src", "src/gone.log"]
    workspace, gone = look(project.read(tmp_path), [tmp_path / each for each in asked])
    assert names(workspace) == ["a.py"]
    assert gone == [(0, "gone.py")]
    found = project.read(tmp_path)
    assert locate(found, tmp_path / "src/a.py") == (0, "a.py")
    assert locate(found, tmp_path / "src/new.py") == (0, "new.py")
    assert locate(found, tmp_path / "src/x.log") is None
    assert locate(found, tmp_path.parent / "a.py") is None


def test_what_is_protected() -> None:
    protect = Protect.of(["/data/", "!/boot.py", "*.key"])
    assert not protect.matches("/boot.py", folder=False)
    assert protect.matches("/webrepl_cfg.py", folder=False)
    assert protect.matches("/lib/secrets.py", folder=False)
    assert protect.matches("/data", folder=True)
    assert protect.matches("/data/log/x", folder=False)
    assert not protect.matches("/data2/x", folder=False)
    assert protect.matches("/lib/.hidden/x", folder=False)
    assert protect.matches("/a.key", folder=False)
    assert not protect.matches("/main.py", folder=False)
    assert not protect.matches("/lib/boot.py", folder=False)
