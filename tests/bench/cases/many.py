"""16 boards in one sidecar, all printing for ever: is each one heard, and does each one stop?"""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

from bench.rig import Rig, Subject
from bench.rows import median
from bench.sidecar import Sidecar

BOARDS = 16
SOURCE = "while True: print('no end to this', 12345)"


def run(rig: Rig) -> None:
    """Each kind of board."""
    for board in rig.boards:
        _measure(rig, board)


def _measure(rig: Rig, board: Subject) -> None:
    rig.say(f"{BOARDS} boards: {board.name}")
    heard: Counter[str] = Counter()
    states: dict[str, str] = {}

    def hear(method: str, params: Any) -> None:
        if method == "repl/didOutput":
            heard[params["board"]] += len(params["data"]) + params["skipped"]
        elif method == "boards/didChange":
            states.update((listed["id"], listed["state"]) for listed in params["boards"])

    with Sidecar(rig.folder / "home") as sidecar:
        sidecar.on_notification = hear
        sidecar.request("initialize", {})
        boards = [sidecar.connect(board.address(rig.folder, f"many{n}")) for n in range(BOARDS)]
        sidecar.wait(lambda: len(heard) == BOARDS)  # each has shown its prompt
        for one in boards:
            _ready(sidecar, one)
        params = {"source": SOURCE, "fileName": "endless.py", "whenRunning": "fail"}
        runs = [sidecar.begin("board/run", {"board": one, **params}) for one in boards]
        _listen(sidecar, 1.0)
        heard.clear()
        seconds = rig.times(5, 2)
        _listen(sidecar, seconds)
        shares = [heard[one] for one in boards]
        took = []
        for one, number in zip(boards, runs, strict=True):
            started = time.perf_counter()
            sidecar.request("board/interrupt", {"board": one})
            sidecar.answer(number)
            took.append(time.perf_counter() - started)
    row = rig.recorder("many", board.name, "exec" if board.name == "unix" else "virtual")
    row.value("jumperwire", "boards that were heard", "", sum(1 for share in shares if share), 1)
    row.value("jumperwire", "throughput of all", "MB/s", sum(shares) / seconds / 1e6, 1)
    row.value("jumperwire", "least heard / median", "", min(shares) / median(shares), BOARDS)
    row.value("jumperwire", "most heard / median", "", max(shares) / median(shares), BOARDS)
    row.milliseconds("jumperwire", "stop one of them", took)
    row.value("jumperwire", "stop one of them, worst", "ms", max(took) * 1000, BOARDS)


def _ready(sidecar: Sidecar, board: str) -> None:
    sidecar.request("board/info", {"board": board, "whenRunning": "interrupt"})


def _listen(sidecar: Sidecar, seconds: float) -> None:
    until = time.perf_counter() + seconds
    while (left := until - time.perf_counter()) > 0:
        sidecar.take(left)
