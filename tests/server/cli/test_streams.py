"""Standard streams as shells give them: closed, full, or without a reader. None ends in a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from boards.catalog import UNIX, unix_address

from jumperwire.cli.output import Output

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's"),
    pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or ""),
]


def shell(folder: Path, line: str) -> subprocess.CompletedProcess[str]:
    """A line of a shell, in which ``jumper`` is ours and ``$B`` a board."""
    script = f'jumper() {{ "{sys.executable}" -m jumperwire.cli.main "$@"; }}\n{line}'
    home = {
        "JUMPERWIRE_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "B": unix_address(folder / "flash"),
    }
    return subprocess.run(
        ["bash", "-c", script],
        capture_output=True,
        text=True,
        env={**os.environ, **home},
        timeout=20,
        check=False,
    )


@pytest.mark.parametrize("command", ['-b "$B" eval 1', '-b "$B" ls', "help", "help exec"])
def test_a_full_disk_is_told_once(command: str, tmp_path: Path) -> None:
    ended = shell(tmp_path, f"jumper {command} >/dev/full")
    assert ended.returncode == 1
    assert ended.stderr == "jumper: standard output could not be written: No space left on device\n"


@pytest.mark.parametrize("command", ["ls", "tree", "exec 'while 1: print(1)'"])
def test_a_reader_that_has_enough_ends_it_in_silence(command: str, tmp_path: Path) -> None:
    ended = shell(tmp_path, f'set -o pipefail; jumper -b "$B" {command} | head -1')
    assert ended.returncode in (0, 1)
    assert (len(ended.stdout.splitlines()), ended.stderr) == (1, "")


@pytest.mark.parametrize(
    ("line", "status", "out", "error"),
    [
        ('jumper -b "$B" eval 6*7 >&-', 0, "", ""),
        ('jumper -b "$B" eval 6*7 2>&-', 0, "42\n", ""),
        ('jumper -b "$B" eval 6*7 <&- 2>&-', 0, "42\n", ""),
        ("jumper frobnicate 2>&-", 2, "", ""),
        ("jumper frobnicate 2>/dev/full", 2, "", ""),
    ],
)
def test_a_closed_stream_is_one_that_nobody_reads(
    line: str, status: int, out: str, error: str, tmp_path: Path
) -> None:
    ended = shell(tmp_path, line)
    assert (ended.returncode, ended.stdout, ended.stderr) == (status, out, error)


def test_a_copy_of_the_output_that_cannot_be_written_is_told_and_the_repl_goes_on(tmp_path: Path) -> None:
    from cli.terminal import terminal

    with terminal(
        tmp_path, ["-b", unix_address(tmp_path / "flash"), "repl", "--capture", "/dev/full"]
    ) as shown:
        shown.wait_for(b"could not write file")
        shown.wait_until_raw()
        shown.type(b"6*7\r")
        shown.wait_for(b"42")
        shown.type(b"\x1d")
        assert shown.status() == 0


def test_lines_of_several_boards_are_whole(tmp_path: Path) -> None:
    with (tmp_path / "out").open("wb") as stream:
        one, two = (Output(stream, stream, name=name) for name in ("one", "two"))
        for out, data in (
            (one, b"a"),
            (two, b"x\ny"),
            (one, b"b"),
            (two, b"z\r\n"),
            (one, b"c\n"),
            (two, b"end"),
        ):
            out.write(data)
        one.close()
        two.close()
    assert (tmp_path / "out").read_bytes() == b"two: x\ntwo: yz\r\none: abc\ntwo: end\n"


def test_a_line_without_an_end_is_shown_in_pieces(tmp_path: Path) -> None:
    with (tmp_path / "out").open("wb") as stream:
        out = Output(stream, stream, name="one")
        out.write(b"x" * 5000)
        assert (tmp_path / "out").stat().st_size == len("one: ") + 5000 + 1
