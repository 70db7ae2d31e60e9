"""What the sidecar adds to the echo of a key, on top of what link and board take."""

from __future__ import annotations

import time
from typing import Any

from bench.bare import Bare
from bench.rig import Rig, Subject
from bench.rows import median, percentile
from bench.sidecar import Sidecar

PAUSE = 0.025
"""Seconds between two keys: faster than anyone types, slower than the coalescing of output (16 ms)."""

ROUND = 100
"""Keys of which percentiles are taken; of those of several rounds, the median: a bad minute of the machine is
one round."""


def run(rig: Rig) -> None:
    """Where the link is fast, what is added shows."""
    for board in rig.boards:
        for link in ("unthrottled", "usb"):
            _measure(rig, board, link)


def _measure(rig: Rig, board: Subject, link: str) -> None:
    """Two boards on two links, alike: a key here, a key there, so that the machine's bad moments hit both."""
    alone: list[list[float]] = []
    through: list[list[float]] = []
    with (
        rig.plugged(board, link, "alone") as plug,
        rig.plugged(board, link, "through") as other,
        Bare(plug.address) as bare,
        Sidecar(rig.folder / "home") as sidecar,
    ):
        bare.prompt()
        terminal = _Terminal(sidecar, other.address)
        for _ in range(rig.times(5, 2)):
            alone.append([])
            through.append([])
            for _ in range(ROUND):
                time.sleep(PAUSE)
                alone[-1].append(bare.echo())
                time.sleep(PAUSE)
                through[-1].append(terminal.echo())
    row = rig.recorder("echo", board.name, link)
    for share, name in ((0.5, ""), (0.95, ", p95"), (0.99, ", p99")):
        links = [percentile(took, share) * 1000 for took in alone]
        ours = [percentile(took, share) * 1000 for took in through]
        added = [with_it - without for with_it, without in zip(ours, links, strict=True)]
        for subject, metric, rounds in (
            ("link", "echo", links),
            ("jumperwire", "echo", ours),
            ("jumperwire", "added", added),
        ):
            row.value(subject, metric + name, "ms", median(rounds), len(rounds) * ROUND)


class _Terminal:
    """A terminal of an editor with one person typing into it."""

    def __init__(self, sidecar: Sidecar, address: str) -> None:
        self._sidecar = sidecar
        self._heard = ""
        sidecar.on_notification = self._notified
        sidecar.request("initialize", {})
        self._board = sidecar.connect(address)
        self._type("\r", ">>> ")

    def echo(self) -> float:
        """Seconds for one character, which is then removed again."""
        took = self._type("x", "x")
        time.sleep(PAUSE)
        self._type("\x7f", "\x1b[K")
        return took

    def _type(self, keys: str, answer: str) -> float:
        self._heard = ""
        started = time.perf_counter()
        number = self._sidecar.begin("repl/input", {"board": self._board, "data": keys})
        self._sidecar.wait(lambda: answer in self._heard)
        took = time.perf_counter() - started
        self._sidecar.answer(number)
        return took

    def _notified(self, method: str, params: Any) -> None:
        if method == "repl/didOutput":
            self._heard += params["data"]
