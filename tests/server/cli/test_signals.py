"""Ctrl-C and the end of a process: the board is left at its prompt, and can be used at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from boards.catalog import UNIX, unix_address
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


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_what_runs_is_interrupted(board: str, sign: signal.Signals) -> None:
    code = "print('begun')\nwhile 1: pass"
    process = subprocess.Popen(
        [sys.executable, "-m", "jumperwire.cli.main", "-b", board, "exec", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    assert process.stderr
    with process:
        assert process.stdout.readline() == b"begun\n"
        os.kill(process.pid, sign)
        assert process.wait(10) == 1
        assert process.stderr.read() == b""
    said = jumper("-b", board, "resume", "eval", "6*7")
    assert (said.status, said.out) == (0, "42\n")


def test_a_program_that_was_started_goes_on(board: str) -> None:
    code = "import time\ntime.sleep(0.5)\nf=open('done','w');f.write('yes');f.close()"
    assert jumper("-b", board, "exec", "--no-follow", code).status == 0
    waited = jumper("-b", board, "sleep", "900", "resume", "cat", "done")
    assert (waited.status, waited.out) == (0, "yes")
