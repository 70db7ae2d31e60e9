"""The command line as whole processes, beside mpremote's, in turns: a busy machine is busy for both."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from bench.rig import UNIX, Recorder, Rig
from bench.rows import TIMES, median

JUMPER = ("-m", "jumperwire.cli.main")
MPREMOTE = ("-m", "mpremote")
_LINKS = ("usb", "uart", "rfc2217")
_COMMANDS = 100
_BOARDS = 10


def run(rig: Rig) -> None:
    """Small commands on every board, and many boards at once."""
    for board in rig.boards:
        for link in ("unthrottled", *_LINKS):
            with rig.plugged(board, link) as plug:
                _commands(rig, rig.recorder("cli", board.name, link), rig.port(plug))
    if UNIX in rig.boards:
        _many_boards(rig)
    _help(rig)


def _commands(rig: Rig, row: Recorder, port: str) -> None:
    def evals(count: int) -> Callable[[], list[str]]:
        return lambda: [word for number in range(count) for word in ("eval", f"1+{number}")]

    took = both(port, evals(1), rig.times(20, 5))
    _tell(row, "eval 1+1", took)
    shares = [ours / theirs for ours, theirs in zip(*took, strict=True)]
    row.value("jumper", "eval 1+1 / mpremote", TIMES, median(shares), len(shares))
    compare(row, f"{_COMMANDS} commands", both(port, evals(_COMMANDS), rig.times(5, 1)))


def _many_boards(rig: Rig) -> None:
    """Ten boards in one call, beside one call for each."""
    names = [f"board-{number}" for number in range(_BOARDS)]
    took: tuple[list[float], list[float]] = ([], [])
    with contextlib.ExitStack() as stack:
        plugs = [stack.enter_context(rig.plugged(UNIX, "usb", name)) for name in names]
        ports = [rig.port(plug) for plug in plugs]
        chosen = [word for port in ports for word in ("-b", port)]
        for _ in range(rig.times(5, 1)):
            ours, printed = timed(*JUMPER, *chosen, "eval", "6*7")
            require(printed.count(b"42") == _BOARDS)
            took[0].append(ours)
            took[1].append(sum(timed(*MPREMOTE, "connect", port, "eval", "6*7")[0] for port in ports))
    compare(rig.recorder("cli", UNIX.name, "usb"), f"eval on {_BOARDS} boards", took)


def _help(rig: Rig) -> None:
    beyond = []
    for _ in range(rig.times(20, 5)):
        ours, bare = timed(*JUMPER, "--help")[0], timed("-c", "pass")[0]
        beyond.append(ours - bare)
    rig.recorder("cli", "", "").milliseconds("jumper", "--help, beyond bare Python", beyond)


def both(
    port: str,
    words: Callable[[], Sequence[str]],
    times: int,
    check: Callable[[bytes], None] = lambda _: None,
) -> tuple[list[float], list[float]]:
    """Seconds of ours, and of mpremote's."""
    took: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for tool, each in zip((JUMPER, MPREMOTE), took, strict=True):
            seconds, printed = timed(*tool, "connect", port, *words())
            check(printed)
            each.append(seconds)
    return took


def compare(row: Recorder, name: str, took: tuple[list[float], list[float]]) -> None:
    _tell(row, name, took)
    shares = [theirs / ours for ours, theirs in zip(*took, strict=True)]
    row.value("jumper", f"{name}, times mpremote", TIMES, median(shares), len(shares))


def _tell(row: Recorder, name: str, took: tuple[list[float], list[float]]) -> None:
    for subject, each in zip(("jumper", "mpremote"), took, strict=True):
        row.milliseconds(subject, name, each)


def timed(*words: str) -> tuple[float, bytes]:
    """Seconds of a Python process, and what it printed."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, *words], check=True, stdout=subprocess.PIPE, timeout=600)
    return time.perf_counter() - started, done.stdout


def require(holds: bool) -> None:
    if not holds:
        raise RuntimeError("what was measured did not do what it is for")
