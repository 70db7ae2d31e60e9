"""From spawning the sidecar to its first answer, beside what importing pygls takes."""

from __future__ import annotations

import subprocess
import sys
import time

from bench.rig import Rig
from bench.rows import median
from bench.sidecar import Sidecar

SAY = "import os; os.write(1, b'.')"
YARDSTICKS = {
    "python": "pass",
    "import pygls": "import pygls",
    "import pygls.lsp.server": "import pygls.lsp.server",
}


def run(rig: Rig) -> None:
    """In turns; the first turn only warms the disk's cache."""
    took: dict[str, list[float]] = {}
    for turn in range(rig.times(16, 5)):
        times = {subject: _python(f"{source}; {SAY}") for subject, source in YARDSTICKS.items()}
        times["jumperwire"] = _sidecar(rig)
        if turn:
            for subject, seconds in times.items():
                took.setdefault(subject, []).append(seconds)
    row = rig.recorder("start", "none", "stdio")
    for subject in YARDSTICKS:
        row.milliseconds(subject, "spawn to first byte", took[subject])
    row.milliseconds("jumperwire", "spawn to first answer", took["jumperwire"])
    for subject in list(YARDSTICKS)[1:]:
        shares = [ours / theirs for ours, theirs in zip(took["jumperwire"], took[subject], strict=True)]
        row.value(
            "jumperwire", f"first answer / {subject}", "\N{MULTIPLICATION SIGN}", median(shares), len(shares)
        )


def _python(source: str) -> float:
    started = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.read(1)
        return time.perf_counter() - started


def _sidecar(rig: Rig) -> float:
    started = time.perf_counter()
    with Sidecar(rig.folder / "home") as sidecar:
        sidecar.request("initialize", {})
        return time.perf_counter() - started
