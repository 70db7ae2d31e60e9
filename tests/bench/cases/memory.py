"""Memory of the sidecar's process with four boards that have done something."""

from __future__ import annotations

from bench.rig import Rig, Subject
from bench.sidecar import Sidecar

BOARDS = 4
SOURCE = "for i in range(2000): print('a line of a program', i)"


def run(rig: Rig) -> None:
    """Each kind of board."""
    for board in rig.boards:
        _measure(rig, board)


def _measure(rig: Rig, board: Subject) -> None:
    row = rig.recorder("memory", board.name, "none")
    with Sidecar(rig.folder / "home") as sidecar:
        sidecar.request("initialize", {})
        row.value("jumperwire", "RSS without boards", "MB", sidecar.memory()["Rss"], 1)
        boards = [sidecar.connect(board.address(rig.folder, f"memory{n}")) for n in range(BOARDS)]
        for one in boards:
            sidecar.request("board/info", {"board": one, "whenRunning": "interrupt"})
            params = {"source": SOURCE, "fileName": "lines.py", "whenRunning": "interrupt"}
            sidecar.request("board/run", {"board": one, **params})
        memory = sidecar.memory()
    row.value("jumperwire", f"RSS with {BOARDS} boards", "MB", memory["Rss"], 1)
    row.value("jumperwire", f"PSS with {BOARDS} boards", "MB", memory["Pss"], 1)
    row.value("jumperwire", "largest RSS", "MB", memory["VmHWM"], 1)
