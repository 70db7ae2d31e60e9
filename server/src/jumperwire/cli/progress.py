"""Shows the progress of a transfer on a terminal, and removes it at the end."""

from __future__ import annotations

import math
import sys
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING

from jumperwire.clean import clean

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from jumperwire.filesystem.outgoing import Progress

SOON = 0.5
"""Seconds before progress is shown. Shorter transfers show none."""

_OFTEN = 0.1
"""Seconds between two updates, so that drawing does not slow the transfer down."""


class Bar:
    """Call it with the progress of a transfer. Without the extra ``progress``, nothing is drawn."""

    def __init__(self) -> None:
        self._due = time.monotonic() + SOON if find_spec("rich") else math.inf
        self._shown: tuple[Bars, TaskID] | None = None

    def __call__(self, now: Progress) -> None:
        """Show the newest state."""
        if time.monotonic() < self._due or not now.path:
            return
        self._due = time.monotonic() + _OFTEN
        bars, task = self._shown = self._shown or _drawn(now.size)
        bars.update(
            task, description=clean(now.path, ""), completed=now.size_done, total=now.size, refresh=True
        )

    def close(self) -> None:
        """Remove the bar, if it is shown."""
        if self._shown:
            self._shown[0].stop()


def _drawn(size: int) -> tuple[Bars, TaskID]:
    """Create the bar. The import is here because it takes as long as a small transfer."""
    from rich import progress
    from rich.console import Console
    from rich.markup import escape

    class Name(progress.ProgressColumn):
        """A column with a path of the board, which must not be parsed as markup."""

        def render(self, task: progress.Task) -> str:
            return escape(task.description)

    columns = (Name(), progress.BarColumn(), progress.DownloadColumn(), progress.TransferSpeedColumn())
    bars = progress.Progress(
        *columns, console=Console(file=sys.stderr), auto_refresh=False, transient=True, redirect_stdout=False
    )
    bars.start()
    return bars, bars.add_task("", total=size)
