"""What a start takes: only what its command needs is imported, and the process ends with its status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from boards.catalog import UNIX, unix_address

HEAVY = ("pygls", "serial", "rich", "cattrs", "asyncio")


def run(folder: Path, *words: str, code: str = "") -> subprocess.CompletedProcess[bytes]:
    home = {"JUMPERWIRE_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    program = ["-c", code] if code else ["-m", "jumperwire.cli.main"]
    return subprocess.run(
        [sys.executable, *program, *words], capture_output=True, env={**os.environ, **home}, timeout=30
    )


@pytest.mark.parametrize("words", [["--help"], ["help"], ["--version"], ["--frobnicate"]])
def test_words_about_itself_import_nothing_heavy(words: list[str], tmp_path: Path) -> None:
    code = (
        "import sys; from jumperwire.cli.main import jumper; jumper(sys.argv[1:]);"
        f"print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    )
    assert run(tmp_path, *words, code=code).stderr.splitlines()[-1] == b"[]"


@pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or "")
def test_code_on_a_board_without_a_port_imports_no_serial_library(tmp_path: Path) -> None:
    code = (
        "import sys; from jumperwire.cli.main import jumper; jumper(sys.argv[1:]);"
        f"print([name for name in {HEAVY[:-1]} if name in sys.modules], file=sys.stderr)"
    )
    ended = run(tmp_path, "connect", unix_address(tmp_path / "flash"), "eval", "6*7", code=code)
    assert (ended.stdout, ended.stderr) == (b"42\n", b"[]\n")


@pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or "")
def test_what_looks_at_code_is_imported_by_the_first_who_uses_it(tmp_path: Path) -> None:
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.SIG_DFL);"
        "import sys; sys.modules.pop('inspect', None);"
        "from jumperwire.cli.main import jumper; jumper(sys.argv[1:]);"
        "import inspect; print(type(inspect).__name__, inspect.signature(jumper));"
        "import inspect; print(type(inspect).__name__, hasattr(inspect, '__nothing__'))"
    )
    ended = run(tmp_path, "connect", unix_address(tmp_path / "flash"), "eval", "6*7", code=code)
    assert ended.stdout.split(b"\n")[:3] == [b"42", b"_Later (words: 'list[str]') -> 'int'", b"module False"]


@pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or "")
def test_the_process_ends_with_the_status_and_all_of_the_output(tmp_path: Path) -> None:
    address = unix_address(tmp_path / "flash")
    ended = run(tmp_path, "connect", address, "exec", "print('x'*100000)", "exec", "1/0", "eval", "1")
    assert ended.returncode == 1
    assert ended.stdout.startswith(b"x" * 100000 + b"\nTraceback")
    assert ended.stderr == b""


@pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or "")
def test_output_that_nobody_reads_ends_it(tmp_path: Path) -> None:
    address = unix_address(tmp_path / "flash")
    process = subprocess.Popen(
        [sys.executable, "-m", "jumperwire.cli.main", "connect", address, "exec", "while 1: print('no end')"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "JUMPERWIRE_HOME": str(tmp_path)},
    )
    assert process.stdout
    assert process.stderr
    assert process.stdout.readline() == b"no end\n"
    process.stdout.close()
    with process:
        assert process.wait(15) == 1
        assert process.stderr.read() == b""
