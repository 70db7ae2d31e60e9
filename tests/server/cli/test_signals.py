"""Ctrl-C and the end of a process: the board is left at its prompt, and can be used at once."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from boards.catalog import UNIX, VIRTUAL, unix_address
from boards.link import emulated
from boards.linkspec import LINKS

from cli.inprocess import jumper

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise on Windows"),
    pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or ""),
]


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    command = unix_address(tmp_path / "flash").removeprefix("exec:").split()
    with emulated(LINKS["unthrottled"], command) as plug:
        yield plug.address


@contextlib.contextmanager
def started(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    """The command in a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-m", "jumperwire.cli.main", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        yield process


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_what_runs_is_interrupted(board: str, sign: signal.Signals) -> None:
    code = "print('begun')\nwhile 1: pass"
    with started("-b", board, "exec", code) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == b"begun\n"
        os.kill(process.pid, sign)
        assert process.wait(10) == 1
        assert process.stderr.read() == b""
    said = jumper("-b", board, "resume", "eval", "6*7")
    assert (said.status, said.out) == (0, "42\n")


@pytest.mark.parametrize("pause", [0.0, 0.003])
def test_two_signals_at_once_are_one(board: str, pause: float) -> None:
    with started("-b", board, "exec", "print('begun')\nwhile 1: pass") as process:
        assert process.stdout
        assert process.stdout.readline() == b"begun\n"
        process.send_signal(signal.SIGINT)
        time.sleep(pause)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 1
        assert process.stderr
        assert process.stderr.read() == b""
    assert jumper("-b", board, "resume", "eval", "6*7").out == "42\n"


def test_two_signals_during_a_copy_leave_a_board_that_answers_at_once(board: str, tmp_path: Path) -> None:
    (tmp_path / "big").write_bytes(os.urandom(700_000))
    for pause in (0.1, 0.3):
        with started("-b", board, "cp", str(tmp_path / "big"), ":") as process:
            assert process.stdout
            assert process.stdout.readline().startswith(b"cp ")
            time.sleep(pause)
            process.send_signal(signal.SIGINT)
            process.send_signal(signal.SIGINT)
            assert process.wait(10) in (0, 130)
            assert process.stderr
            assert process.stderr.read() == b""
        begun = time.monotonic()
        assert jumper("-b", board, "resume", "eval", "6*7").out == "42\n"
        assert time.monotonic() - begun < 3


_FIRST_LINES = re.compile(
    rb'File "[^"]*jumperwire.(__init__|cli.__init__|cli.main)\.py", line \d+, in <module>'
)
"""Until these have been run, a Ctrl-C is Python's own, and so is its traceback."""


def test_a_signal_at_any_moment_ends_it_without_a_traceback(board: str) -> None:
    """From its first import to its way out; the board is usable after each."""
    for milliseconds in (60, 100, 140, 180, 220, 260, 300, 340):
        with started("-b", board, "eval", "6*7") as process:
            time.sleep(milliseconds / 1000)
            process.send_signal(signal.SIGINT)
            process.wait(10)
            assert process.stderr
            said = process.stderr.read()
            assert b"jumperwire" not in _FIRST_LINES.sub(b"", said), said.decode()
    assert jumper("-b", board, "resume", "eval", "6*7").out == "42\n"


def test_resume_holds_for_the_board_that_is_connected_next(board: str) -> None:
    assert jumper("-b", board, "exec", "y=5").status == 0
    assert jumper("-b", board, "resume", "eval", "y").out == "5\n"
    assert jumper("resume", "connect", board, "eval", "y").out == "5\n"
    assert jumper("-b", board, "eval", "y").status == 1


def test_a_program_that_was_started_goes_on(board: str) -> None:
    code = "import time\ntime.sleep(0.5)\nf=open('done','w');f.write('yes');f.close()"
    assert jumper("-b", board, "exec", "--no-follow", code).status == 0
    waited = jumper("-b", board, "sleep", "900", "resume", "cat", "done")
    assert (waited.status, waited.out) == (0, "yes")


@pytest.mark.skipif(bool(VIRTUAL.missing), reason=VIRTUAL.missing or "")
@pytest.mark.parametrize(
    ("source", "status", "error"),
    [
        ("import uctypes\nuctypes.bytearray_at(0x7fffffff, 4)[0]", 1, "virtual:crash was reset before"),
        ("import machine\nmachine.reset()", 0, ""),
        ("import sys\nsys.exit()", 0, ""),
    ],
)
def test_a_crash_of_the_interpreter_is_no_success(
    source: str, status: int, error: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path))
    (tmp_path / "main.py").write_text(source)
    said = jumper("-b", "virtual:crash", "run", str(tmp_path / "main.py"))
    assert (said.status, error in said.error, bool(said.error)) == (status, True, bool(error))


@pytest.mark.skipif(bool(VIRTUAL.missing), reason=VIRTUAL.missing or "")
@pytest.mark.parametrize("address", ["virtual:again", "virtual:again?drop_on_reset=1"])
def test_what_follows_a_reset_finds_the_board_there_again(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path))
    said = jumper("-b", address, "exec", "x=1", "reset", "eval", "6*7", "eval", "x")
    assert (said.status, said.error) == (1, "")
    assert said.out.startswith("42\r\nTraceback")
    (tmp_path / "main.py").write_text("while True: pass")
    said = jumper("-b", address, "cp", str(tmp_path / "main.py"), ":", "+", "reset", "resume", "eval", "6*7")
    assert (said.status, said.out.splitlines()[-1:], said.error) == (0, ["42"], "")
