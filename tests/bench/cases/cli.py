"""The command line as whole processes, beside mpremote's, in turns: a busy machine is busy for both."""

from __future__ import annotations

import contextlib
import hashlib
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from bench.cases import transfer
from bench.rig import UNIX, Recorder, Rig
from bench.rows import TIMES, median

_JUMPER = ("-m", "jumperwire.cli.main")
_MPREMOTE = ("-m", "mpremote")
_LINKS = ("usb", "uart")
_COMMANDS = 100
_SIZES = (1, 5, 10, 100)
_BOARDS = 10


def run(rig: Rig) -> None:
    """Small commands on every board; files and many boards on the Unix board, whose flash takes no time."""
    for board in rig.boards:
        for link in ("unthrottled", *_LINKS):
            with rig.plugged(board, link) as plug:
                _commands(rig, rig.recorder("cli", board.name, link), rig.port(plug))
    if UNIX in rig.boards:
        for link in _LINKS:
            with rig.plugged(UNIX, link) as plug:
                _files(rig, rig.recorder("cli", UNIX.name, link), rig.port(plug))
        _folder(rig)
        _many_boards(rig)
    _help(rig)


def _commands(rig: Rig, row: Recorder, port: str) -> None:
    def evals(count: int) -> Callable[[], list[str]]:
        return lambda: [word for number in range(count) for word in ("eval", f"1+{number}")]

    took = _both(port, evals(1), rig.times(20, 5))
    _tell(row, "eval 1+1", took)
    shares = [ours / theirs for ours, theirs in zip(*took, strict=True)]
    row.value("jumper", "eval 1+1 / mpremote", TIMES, median(shares), len(shares))
    _compare(row, f"{_COMMANDS} commands", _both(port, evals(_COMMANDS), rig.times(5, 1)))


def _files(rig: Rig, row: Recorder, port: str) -> None:
    """Random bytes, other ones each time: what is there already is not sent, by neither."""
    file = rig.folder / "file.bin"
    noise = random.Random(5)
    for size in _SIZES:

        def words(size: int = size) -> list[str]:
            file.write_bytes(noise.randbytes(size * 1000))
            return ["cp", str(file), ":file.bin", "+", "sha256sum", ":file.bin"]

        def check(printed: bytes) -> None:
            _require(hashlib.sha256(file.read_bytes()).hexdigest().encode() in printed)

        _compare(row, f"cp and sha256sum, {size} KB", _both(port, words, rig.times(3, 1), check))


def _folder(rig: Rig) -> None:
    """`cp -r` of 50 files of Python text, each time to a board that is new to both."""
    folder = rig.folder / "folder"
    folder.mkdir()
    for name, data in transfer.loads()[2].files.items():
        (folder / name).write_bytes(data)
    took: tuple[list[float], list[float]] = ([], [])
    for turn in range(rig.times(2, 1)):
        for tool, each in zip((_JUMPER, _MPREMOTE), took, strict=True):
            with rig.plugged(UNIX, "uart", f"folder-{tool[1]}-{turn}") as plug:
                port = rig.port(plug)
                each.append(_timed(*tool, "connect", port, "cp", "-r", str(folder), ":")[0])
    _compare(rig.recorder("cli", UNIX.name, "uart"), "cp -r of 50 files of 4 KiB", took)


def _many_boards(rig: Rig) -> None:
    """Ten boards in one call, beside one call for each."""
    names = [f"board-{number}" for number in range(_BOARDS)]
    took: tuple[list[float], list[float]] = ([], [])
    with contextlib.ExitStack() as stack:
        plugs = [stack.enter_context(rig.plugged(UNIX, "usb", name)) for name in names]
        ports = [rig.port(plug) for plug in plugs]
        chosen = [word for port in ports for word in ("-b", port)]
        for _ in range(rig.times(5, 1)):
            ours, printed = _timed(*_JUMPER, *chosen, "eval", "6*7")
            _require(printed.count(b"42") == _BOARDS)
            took[0].append(ours)
            took[1].append(sum(_timed(*_MPREMOTE, "connect", port, "eval", "6*7")[0] for port in ports))
    _compare(rig.recorder("cli", UNIX.name, "usb"), f"eval on {_BOARDS} boards", took)


def _help(rig: Rig) -> None:
    beyond = []
    for _ in range(rig.times(20, 5)):
        ours, bare = _timed(*_JUMPER, "--help")[0], _timed("-c", "pass")[0]
        beyond.append(ours - bare)
    rig.recorder("cli", "", "").milliseconds("jumper", "--help, beyond bare Python", beyond)


def _both(
    port: str,
    words: Callable[[], Sequence[str]],
    times: int,
    check: Callable[[bytes], None] = lambda _: None,
) -> tuple[list[float], list[float]]:
    """Seconds of ours, and of mpremote's."""
    took: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for tool, each in zip((_JUMPER, _MPREMOTE), took, strict=True):
            seconds, printed = _timed(*tool, "connect", port, *words())
            check(printed)
            each.append(seconds)
    return took


def _compare(row: Recorder, name: str, took: tuple[list[float], list[float]]) -> None:
    _tell(row, name, took)
    shares = [theirs / ours for ours, theirs in zip(*took, strict=True)]
    row.value("jumper", f"{name}, times mpremote", TIMES, median(shares), len(shares))


def _tell(row: Recorder, name: str, took: tuple[list[float], list[float]]) -> None:
    for subject, each in zip(("jumper", "mpremote"), took, strict=True):
        row.milliseconds(subject, name, each)


def _timed(*words: str) -> tuple[float, bytes]:
    """Seconds of a Python process, and what it printed."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, *words], check=True, stdout=subprocess.PIPE, timeout=600)
    return time.perf_counter() - started, done.stdout


def _require(holds: bool) -> None:
    if not holds:
        raise RuntimeError("what was measured did not do what it is for")
