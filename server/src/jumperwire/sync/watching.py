"""Notices what is saved in a folder. Many files that are saved at once count as one change.

The folder is polled, since operating systems do not report changes on network drives, in containers and
in WSL.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from jumperwire.sync.rules import Ignore

INTERVAL = 0.3
"""Seconds between two looks, each of which takes about 5 ms for a thousand files."""

CALM = 0.1
"""Seconds without another change after which a change is complete."""

Trace: TypeAlias = Mapping[str, tuple[int, int, int]]
"""For each path, values that change whenever the file does."""


def trace(folder: Path) -> Trace:
    """Return the current trace of a folder, without what is ignored by default and what cannot be read."""
    return dict(_walk(str(folder), "", Ignore.usual(), (os.path.realpath(folder),)))


async def change(folder: Path, since: Trace, interval: float = INTERVAL) -> Trace:
    """Wait until the folder has changed and is quiet again, and return its new trace."""
    now = await asyncio.to_thread(trace, folder)
    while now == since:
        await asyncio.sleep(interval)
        now = await asyncio.to_thread(trace, folder)
    before: Trace | None = None
    while now != before:
        before = now
        await asyncio.sleep(CALM)
        now = await asyncio.to_thread(trace, folder)
    return now


def _walk(
    folder: str, below: str, ignored: Ignore, above: tuple[str, ...]
) -> Iterator[tuple[str, tuple[int, int, int]]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        name = f"{below}{entry.name}"
        try:
            is_folder, seen = entry.is_dir(), entry.stat()
        except OSError:
            continue  # it is gone, or is a dangling link
        if not is_folder:
            yield name, (seen.st_mtime_ns, seen.st_size, seen.st_ino)
        elif not ignored.matches(name, folder=True) and (real := os.path.realpath(entry.path)) not in above:
            yield f"{name}/", (0, 0, 0)
            yield from _walk(entry.path, f"{name}/", ignored, (*above, real))
