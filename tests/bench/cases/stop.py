"""A program that prints for ever, and Stop: how long until the prompt is back, at worst."""

from __future__ import annotations

import time
from typing import Any

from bench.rig import VIRTUAL, VIRTUAL_UART, Rig
from bench.sidecar import Sidecar

SOURCE = "while True: print('no end to this', 12345)"
RUNNING = 0.3
"""Seconds that it prints before it is stopped."""


def run(rig: Rig) -> None:
    """Through the whole sidecar, as the editor's Stop."""
    for board in rig.boards:
        for link in ("unthrottled", "usb"):
            with rig.plugged(board, link) as plug:
                _measure(rig, board.name, link, plug.address)
    if VIRTUAL in rig.boards:
        _measure(rig, VIRTUAL.name, "own 115200", VIRTUAL_UART.address(rig.folder, "slow"))


def _measure(rig: Rig, board: str, link: str, address: str) -> None:
    with Sidecar(rig.folder / "home") as sidecar:
        sidecar.request("initialize", {})
        board_id = sidecar.connect(address)
        sidecar.request("board/info", {"board": board_id, "whenRunning": "interrupt"})
        took = [_stop(sidecar, board_id) for _ in range(rig.times(20, 5))]
    row = rig.recorder("stop", board, link)
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
