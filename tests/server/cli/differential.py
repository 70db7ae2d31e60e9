"""mpremote and jumper side by side: the same line on two boards that are alike, and what came of it."""

from __future__ import annotations

import contextlib
import io
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from boards.catalog import unix_address
from boards.link import emulated
from boards.linkspec import LINKS

from jumperwire.cli import main, output

LIMIT = 60
"""Seconds for a line, on a busy machine."""


@dataclass(frozen=True, slots=True)
class Result:
    """What can be seen of a line that was run."""

    stdout: bytes
    stderr: str
    status: int
    files: Mapping[str, bytes]
    """Those of the PC's folder."""

    def __str__(self) -> str:
        return f"{self.status} {self.stdout[-400:]!r} ({self.meaning}: {self.stderr[-400:]}) {[*self.files]}"

    @property
    def meaning(self) -> str:
        """What standard error says, whatever its words."""
        return next(
            (kind for kind, words in _MEANINGS.items() if re.search(words, self.stderr)), "something else"
        )


def seen(result: Result) -> tuple[object, ...]:
    """What is compared."""
    return result.stdout, result.status, result.meaning, result.files


_OTHERWISE = re.compile(
    r"jumper: (Traceback|Error with transport|failed to access|.*: No such file or directory: No )"
)
"""What ours says more exactly: what a board raised, that a port is not there, which file is not."""


def same_words(theirs: Result, ours: Result) -> bool:
    """Whether mpremote's sentence stands in ours at the beginning, after the name of the program."""
    expected = theirs.stderr.replace("mpremote: ", "jumper: ", 1).rstrip("\n")
    if not expected.startswith("jumper: ") or _OTHERWISE.match(expected):
        return True
    return ours.stderr.startswith(expected)


_MEANINGS = {
    "nothing": r"\A\Z",
    "usage": r"\Ausage: |\nusage: ",
    "no such command": r"is not a command",
    "destination missing": r"missing destination",
    "destination not there": r"destination does not exist",
    "destination no folder": r"destination is not a directory|Not a directory",
    "no library folder": r"Unable to find lib dir",
    "unreadable": r"could not read",
    "is a folder": r"-r not specified|Is a directory",
    "not found": r"FileNotFoundError|No such file|no such folder|no folder|not a directory",
    "exists": r"File exists",
    "not empty": r"OSError: 39|Directory not empty|ENOTEMPTY",
    "not there": r"failed to access|not the address|no device",
    "no editor": r"EDITOR",
    "no terminal": r"Inappropriate ioctl|needs a terminal",
    "on the PC": r"not permitted on /remote",
    "refused": r"Invalid argument|Operation not permitted",
    "raised on the board": r"(Import|Attribute|Name|Value|Type|Unicode|Syntax|Memory)Error",
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, with a board and a folder of its own."""

    port: Path
    folder: Path

    def words(self, line: list[str]) -> list[str]:
        """The line, with this side's names for what is its own."""
        return [word.replace("{board}", str(self.port)).replace("{pc}", str(self.folder)) for word in line]

    def result(self, stdout: bytes, stderr: str, status: int) -> Result:
        """With neutral names again."""
        for own, name in ((self.port, "{board}"), (self.folder, "{pc}")):
            stdout = stdout.replace(str(own).encode(), name.encode())
            stderr = stderr.replace(str(own), name)
        return Result(stdout, stderr, status, dict(self._files()))

    def _files(self) -> Iterator[tuple[str, bytes]]:
        for path in sorted(self.folder.rglob("*")):
            name = str(path.relative_to(self.folder))
            yield (name, path.read_bytes()) if path.is_file() else (f"{name}/", b"")


@contextlib.contextmanager
def boards(folder: Path) -> Iterator[tuple[Side, Side]]:
    """Two fresh boards on serial lines, and two folders with the same files."""
    with contextlib.ExitStack() as stack:
        sides = [_side(folder / name, stack) for name in ("theirs", "ours")]
        yield sides[0], sides[1]


def _side(folder: Path, stack: contextlib.ExitStack) -> Side:
    pc = folder / "pc"
    pc.mkdir(parents=True)
    command = unix_address(folder / "flash").removeprefix("exec:").split()
    plug = stack.enter_context(emulated(LINKS["unthrottled"], command))
    port = folder / "port"
    port.symlink_to(plug.address)  # mpremote has a shortcut for what is called a pty
    return Side(port, pc)


_MISSED = "could not enter raw repl"
"""What mpremote says on a busy machine, where the board's greeting comes later than it waits."""


def start_mpremote(side: Side, line: list[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """In a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "mpremote", *side.words(line)],
        cwd=side.folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def end_mpremote(side: Side, process: subprocess.Popen[bytes]) -> Result:
    """When it has ended."""
    with process:
        try:
            stdout, stderr = process.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return side.result(stdout, stderr.decode(), process.returncode)


def jumper(side: Side, line: list[str], environment: Mapping[str, str]) -> Result:
    """In this process."""
    stdout, stderr = io.BytesIO(), io.BytesIO()
    errors = io.TextIOWrapper(stderr, "utf-8", "backslashreplace", write_through=True)
    lines = io.TextIOWrapper(stdout, "utf-8", write_through=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(side.folder)
        patch.setattr(output, "standard", lambda: (stdout, stderr))
        for name, value in environment.items():
            patch.setenv(name, value)
        limit = threading.Timer(LIMIT, os.kill, (os.getpid(), signal.SIGINT))
        limit.start()
        try:
            with contextlib.redirect_stderr(errors), contextlib.redirect_stdout(lines):
                status = main.jumper(side.words(line))
        finally:
            limit.cancel()
    return side.result(stdout.getvalue(), stderr.getvalue().decode("utf-8", "backslashreplace"), status)


def both(theirs: Side, ours: Side, line: list[str], environment: Mapping[str, str]) -> tuple[Result, Result]:
    """The line on both sides, at the same time."""
    process = start_mpremote(theirs, line, environment)
    try:
        result = jumper(ours, line, environment)
    finally:
        expected = end_mpremote(theirs, process)
    if _MISSED in expected.stderr and _MISSED not in result.stderr:
        expected = end_mpremote(theirs, start_mpremote(theirs, line, environment))
    return expected, result
