"""``sync --watch``: what is saved is on the board, whatever happens meanwhile, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from boards.catalog import UNIX, UNIX_BOARD, unix_address

from cli.inprocess import jumper
from cli.terminal import Terminal, terminal

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="a pty, and signals, are otherwise on Windows"),
    pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or ""),
]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "project"
    (folder / "lib").mkdir(parents=True)
    (folder / "main.py").write_text("print(1)\n")
    (folder / "lib" / "m.py").write_text("x = 1\n")
    return folder


@contextmanager
def watching(address: str, project: Path, *words: str) -> Iterator[Terminal]:
    with terminal(project.parent, ["-b", address, "sync", "--watch", *words, str(project)]) as shown:
        shown.wait_for(b"Ctrl-C ends it\r\n")
        yield shown
        os.kill(shown.process.pid, signal.SIGINT)
        assert shown.status() == 0


def save(path: Path, text: str) -> None:
    """As some editors do: the file is never half of it."""
    new = path.with_name("new.tmp")
    new.write_text(text)
    os.replace(new, path)


def test_what_is_saved_is_sent(project: Path, tmp_path: Path) -> None:
    address = unix_address(tmp_path / "flash")
    with watching(address, project) as shown:
        assert b"2 sent, 0 deleted, 0 the same" in shown.shown
        save(project / "main.py", "print(2)\n")
        assert shown.wait_for(b"1 sent, 0 deleted, 1 the same\r\n") == b"~ /main.py  (differs)\r\n"
        (tmp_path / "more").mkdir()
        for number in range(5):
            (tmp_path / "more" / f"{number}.py").write_text("x")
        os.replace(tmp_path / "more", project / "more")
        shown.wait_for(b"5 sent, 0 deleted, 2 the same\r\n")
        (project / "lib" / "m.py").unlink()
        time.sleep(0.6)
    said = jumper("-b", address, "resume", "cat", "main.py", "+", "ls", "lib")
    assert (said.status, said.out.count("m.py")) == (0, 1)
    assert said.out.startswith("print(2)\n")


def test_deletions_go_along_where_there_is_consent(project: Path, tmp_path: Path) -> None:
    address = unix_address(tmp_path / "flash")
    with watching(address, project, "--delete") as shown:
        (project / "lib" / "m.py").unlink()
        shown.wait_for(b"0 sent, 1 deleted, 1 the same\r\n")


def test_a_mistake_is_told_and_cured_by_saving_again(project: Path, tmp_path: Path) -> None:
    with watching(unix_address(tmp_path / "flash"), project) as shown:
        save(project / "jumperwire.toml", "colour = 1\n")
        shown.wait_for(b"line 1: there is no key 'colour'")
        save(project / "jumperwire.toml", "compile = ['lib/']\n")
        shown.wait_for(b"1 sent")
        save(project / "lib" / "m.py", "x = \n")
        shown.wait_for(b"m.py (line 1): SyntaxError: invalid syntax\r\n")
        save(project / "lib" / "m.py", "x = 3\n")
        shown.wait_for(b"~ /lib/m.mpy  (differs)\r\n1 sent")


def test_a_conflict_is_told_once(project: Path, tmp_path: Path) -> None:
    address = unix_address(tmp_path / "flash")
    (tmp_path / "other.py").write_text("the board's own")
    jumper("-b", address, "cp", str(tmp_path / "other.py"), ":main.py")
    with watching(address, project) as shown:
        assert shown.shown.count(b"? /main.py") == shown.shown.count(b"1 left alone") == 1
        save(project / "lib" / "m.py", "x = 4\n")
        assert shown.wait_for(b"1 sent") == b"~ /lib/m.py  (differs)\r\n"
    assert jumper("-b", address, "cat", "main.py").out == "the board's own"


def test_a_board_that_was_away_gets_what_was_saved_meanwhile(project: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with board(tmp_path, port) as first, watching(f"socket://127.0.0.1:{port}", project) as shown:
        first.terminate()
        first.wait()
        save(project / "main.py", "print(3)\n")
        shown.wait_for(b"jumper: sync: ")
        with board(tmp_path, port):
            shown.wait_for(b"connected again\r\n~ /main.py  (differs)\r\n1 sent, 0 deleted, 1 the same\r\n")


@contextmanager
def board(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """One that can be switched off."""
    words = [sys.executable, str(UNIX_BOARD), "--flash", str(folder / "flash"), "--port", str(port)]
    with subprocess.Popen(words, stderr=subprocess.PIPE) as process:
        assert process.stderr
        process.stderr.readline()
        try:
            yield process
        finally:
            process.terminate()


def test_words_that_do_not_fit(project: Path, tmp_path: Path) -> None:
    address = unix_address(tmp_path / "flash")
    for word in ("--dry-run", "--download"):
        assert jumper("-b", address, "sync", "--watch", word, str(project)).status == 2
    said = jumper("-b", address, "sync", "--watch", str(project / "nothing"))
    assert (said.status, "there is no folder" in said.error) == (1, True)
