"""A program that prints for ever, and Stop: how long until the prompt is back, at worst."""

from __future__ import annotations

import time
from typing import Any

from bench.ground import Ground, Subject
from bench.sidecar import Sidecar

SOURCE = "while True: print('no end to this', 12345)"
RUNNING = 0.3
"""Seconds that it prints before it is stopped."""


def run(ground: Ground) -> None:
    """Through the whole sidecar, as the editor's Stop."""
    for board in ground.boards:
        for link in ("unthrottled", "usb"):
            _measure(ground, board, link)


def _measure(ground: Ground, board: Subject, link: str) -> None:
    took = []
    with ground.plugged(board, link) as plug, Sidecar(ground.folder / "home") as sidecar:
        sidecar.request("initialize", {})
        board_id = sidecar.connect(plug.address)
        for _ in range(ground.times(20, 5)):
            took.append(_stop(sidecar, board_id))
    row = ground.recorder("stop", board.name, link)
    row.milliseconds("jumperwire", "prompt back", took)
    row.value("jumperwire", "prompt back, worst", "ms", max(took) * 1000, len(took))


def _stop(sidecar: Sidecar, board: str) -> float:
    """Seconds from Stop until the run has ended and the terminal shows a prompt."""
    heard = ""

    def hear(method: str, params: Any) -> None:
        nonlocal heard
        if method == "repl/didOutput":
            heard = (heard + params["data"])[-100:]

    sidecar.on_notification = hear
    params = {"board": board, "source": SOURCE, "fileName": "endless.py", "whenRunning": "fail"}
    running = sidecar.begin("board/run", params)
    until = time.perf_counter() + RUNNING
    while (left := until - time.perf_counter()) > 0:
        sidecar.take(left)
    started = time.perf_counter()
    sidecar.request("board/interrupt", {"board": board})
    outcome = sidecar.answer(running)
    sidecar.wait(lambda: heard.endswith(">>> "))
    took = time.perf_counter() - started
    if outcome["kind"] != "interrupted":
        raise RuntimeError(str(outcome))
    return took
