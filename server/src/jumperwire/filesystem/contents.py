"""A cache of contents that were sent to boards, by digest.

Deltas are made against them. It may be deleted.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterable
from pathlib import Path

from jumperwire import atomic
from jumperwire.filesystem.outgoing import Outgoing

log = logging.getLogger(__name__)

_SMALLEST, _LARGEST = 512, 4 << 20
"""The sizes in bytes between which a delta may pay."""


class Contents:
    """A folder of files named by digest, bounded in size; the least recently used are deleted first."""

    def __init__(self, folder: Path, limit: int = 64 << 20) -> None:
        self._folder = folder
        self._limit = limit

    def get(self, digest: bytes) -> bytes | None:
        """Return the content with that digest, if it is in the cache and intact."""
        path = self._folder / digest.hex()
        try:
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return data if Outgoing("", data).digest == digest else None

    def keep(self, files: Iterable[Outgoing]) -> None:
        """Keep these contents.

        One that cannot be written is not kept, which only makes the next upload longer.
        """
        try:
            atomic.make_folder(self._folder)
            atomic.sweep(self._folder)
            for file in files:
                path = self._folder / file.digest.hex()
                if _SMALLEST <= len(file.data) <= _LARGEST and not path.exists():
                    atomic.write(path, file.data)
            self._prune()
        except OSError as error:
            log.info("sent contents are not kept: %s", error)

    def _prune(self) -> None:
        kept = [(entry.stat(), entry.path) for entry in os.scandir(self._folder)]
        size = sum(stat.st_size for stat, _ in kept)
        for stat, path in sorted(kept, key=lambda each: each[0].st_mtime):
            if size <= self._limit:
                return
            with contextlib.suppress(OSError):
                os.unlink(path)
            size -= stat.st_size
