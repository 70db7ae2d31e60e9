"""The command line as a whole process, beside mpremote's: one value of a board, and only its help."""

from __future__ import annotations

import subprocess
import sys
import time

from bench.ground import Ground
from bench.rows import TIMES

_EVAL = ("eval", "1+1")
_LINK = "usb"


def run(ground: Ground) -> None:
    """In turns, so that a busy machine is busy for both."""
    for board in ground.boards:
        took: dict[str, list[float]] = {name: [] for name in ("jumper", "mpremote", "help", "python")}
        with ground.plugged(board, _LINK) as plug:
            port = ground.port(plug)
            for _ in range(ground.times(20, 5)):
                took["jumper"].append(_timed("-m", "jumperwire.cli.main", "connect", port, *_EVAL))
                took["mpremote"].append(_timed("-m", "mpremote", "connect", port, *_EVAL))
                took["help"].append(_timed("-m", "jumperwire.cli.main", "--help"))
                took["python"].append(_timed("-c", "pass"))
        row = ground.recorder("cli", board.name, _LINK)
        row.milliseconds("jumper", "eval 1+1 (process)", took["jumper"])
        row.milliseconds("mpremote", "eval 1+1 (process)", took["mpremote"])
        shares = [ours / theirs for ours, theirs in zip(took["jumper"], took["mpremote"], strict=True)]
        row.value("jumper", "eval 1+1 / mpremote", TIMES, sorted(shares)[len(shares) // 2], len(shares))
        beyond = [ours - bare for ours, bare in zip(took["help"], took["python"], strict=True)]
        row.milliseconds("jumper", "--help, beyond bare Python", beyond)


def _timed(*words: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL, timeout=60)
    return time.perf_counter() - started
