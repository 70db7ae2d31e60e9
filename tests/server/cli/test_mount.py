"""Folders on the board: in a terminal, over resets, read-only, several at once, and gone in the end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from boards import catalog
from boards.catalog import MICROBIT, UNIX, unix_address
from boards.link import emulated
from boards.linkspec import LINKS

from cli.inprocess import Said, jumper
from cli.terminal import Terminal, terminal

on_unix = pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or "")
in_terminal = pytest.mark.skipif(sys.platform == "win32", reason="tests have no terminal on Windows")

Line: TypeAlias = Callable[..., Said]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    found = tmp_path / "folder"
    found.mkdir()
    (found / "module.py").write_text("value = 7\n")
    return found


@pytest.fixture
def line(folder: Path, tmp_path: Path) -> Line:
    """A line for a board that has its files from one line to the next."""
    return lambda *words: jumper("-b", unix_address(tmp_path / "flash"), *words)


@pytest.fixture
def port(tmp_path: Path) -> Iterator[str]:
    command = unix_address(tmp_path / "flash").removeprefix("exec:").split()
    with emulated(LINKS["unthrottled"], command) as plug:
        yield plug.address


@on_unix
def test_what_no_program_closed_is_in_the_folder(line: Line, folder: Path) -> None:
    first, second = "open('t.txt','w').write('hello'); f = open('u.txt','w')", "f.write('1'); f.write('2')"
    said = line("mount", str(folder), "exec", first, "+", "exec", second)
    assert said.status == 0, said.error
    assert (folder / "t.txt").read_text() == "hello"
    assert (folder / "u.txt").read_text() == "12"


@on_unix
def test_nothing_is_changed_in_a_folder_that_is_read_only(line: Line, folder: Path) -> None:
    said = line("mount", "--read-only", "folder", "cat", "module.py", "+", "touch", "new")
    assert said.status == 1
    assert said.out == "Local directory folder is mounted at /remote\nvalue = 7\ntouch :new\n"
    assert said.error == "jumper: touch: new: Read-only file system.\n"
    assert [path.name for path in folder.iterdir()] == ["module.py"]


@on_unix
def test_several_at_once(line: Line, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "note").write_text("n")
    both = ["mount", "folder", "mount", "--at", "/data", "data"]
    said = line("-q", *both, "exec", "import os; print(os.getcwd(), os.listdir(), os.listdir('/data'))")
    assert (said.status, said.out) == (0, "/remote ['module.py'] ['note']\n")
    said = line("-q", *both, "umount", "--at", "/data", "ls", "/")
    assert said.out.split() == ["0", "remote/"]
    said = line("-q", *both, "umount", "ls", "/")
    assert said.out == ""


@on_unix
def test_places_that_cannot_be(line: Line) -> None:
    assert line("mount", "--at", "/a/b", "folder").error == (
        "jumper: mount: /a/b: folders are mounted directly below the root, as in /remote\n"
    )
    assert line("umount", "--at", "/a").error == "jumper: umount: nothing is mounted at /a\n"


@pytest.mark.skipif(bool(MICROBIT.missing), reason=MICROBIT.missing or "")
def test_a_board_that_lacks_what_it_takes(folder: Path, tmp_path: Path) -> None:
    with catalog.MICROBIT.start(tmp_path) as address:
        said = jumper("-b", address, "mount", "folder")
    assert "cannot mount: it lacks" in said.error


@on_unix
@pytest.mark.parametrize("last", ["exec", "raise"])
def test_in_the_end_the_board_is_without_it(port: str, folder: Path, last: str) -> None:
    source = "import module" if last == "exec" else "import module; 1/0"
    said = jumper("-b", port, "mount", "folder", "exec", source)
    assert said.status == (last == "raise")
    said = jumper("-b", port, "resume", "exec", "import os; print(os.getcwd(), os.listdir('/'))")
    assert said.out == "/ []\n"


def _import(screen: Terminal) -> None:
    screen.type(b"import module; module.value\r")
    assert screen.wait_for(b"7\n>>> ") == b"import module; module.value\r\n"


@on_unix
@in_terminal
def test_the_repl_has_it_and_has_it_again_after_ctrl_d(port: str, folder: Path, tmp_path: Path) -> None:
    with terminal(tmp_path, ["connect", port, "mount", "folder"]) as screen:
        screen.wait_for(b"Local directory folder is mounted at /remote\r\n")
        screen.wait_until_raw()
        screen.wait_for(b">>> ")
        _import(screen)
        for _ in range(3):
            screen.type(b"\x04")
            screen.wait_for(b"soft reboot")
            screen.wait_for(b">>> ")
            _import(screen)
        screen.type(b"\x1d")
        assert screen.status() == 0
    assert b"\x18" not in screen.shown


@on_unix
@in_terminal
def test_ctrl_c_is_for_a_program_that_uses_it(port: str, folder: Path, tmp_path: Path) -> None:
    with terminal(tmp_path, ["connect", port, "mount", "folder", "repl"]) as screen:
        screen.wait_until_raw()
        screen.wait_for(b">>> ")
        for _ in range(3):
            screen.type(b"while True: n = open('module.py').read(3)\r\r")
            screen.wait_for(b"... \r\n")
            screen.type(b"\x03")
            screen.wait_for(b"KeyboardInterrupt")
            screen.wait_for(b">>> ")
        _import(screen)
        screen.type(b"\x1d")
        assert screen.status() == 0


@on_unix
@in_terminal
def test_a_program_that_is_left_running_is_not_interrupted(port: str, folder: Path, tmp_path: Path) -> None:
    with terminal(tmp_path, ["connect", port, "mount", "folder", "repl"]) as screen:
        screen.wait_until_raw()
        screen.wait_for(b">>> ")
        screen.type(b"import time\rwhile True: time.sleep(.1); print('on')\r\r")
        screen.wait_for(b"on\n")
        screen.type(b"\x1d")
        assert screen.status() == 0
    with terminal(tmp_path, ["connect", port]) as screen:
        screen.wait_for(b"on\n")
        screen.type(b"\x03")
        screen.wait_for(b">>> ")
        screen.type(b"\x1d")
        assert screen.status() == 0
