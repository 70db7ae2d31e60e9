"""Reaches files through descriptors of their folders.

This way, a link that is created after a path was checked cannot lead elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SUPPORTED = (
    {os.open, os.stat, os.mkdir, os.rmdir, os.unlink, os.rename} <= os.supports_dir_fd
    and os.listdir in os.supports_fd
    and hasattr(os, "O_NOFOLLOW")
)
"""Whether this system can open files relative to a folder's descriptor.

Linux and macOS can, Windows cannot.
"""

_FOLDER = getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of a file: a name in the folder with that descriptor, or a whole path and None."""

    name: str
    folder: int | None = None

    def status(self, *, follow: bool) -> os.stat_result:
        """Return the status of what is at this place. Raises OSError."""
        return os.stat(self.name, dir_fd=self.folder, follow_symlinks=follow)

    def names(self, *, follow: bool) -> list[str]:
        """Return the names in the folder at this place. Raises OSError."""
        if self.folder is None:
            return os.listdir(self.name)
        flags = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
        found = os.open(self.name, flags | (0 if follow else os.O_NOFOLLOW), dir_fd=self.folder)
        try:
            return os.listdir(found)
        finally:
            os.close(found)


@contextmanager
def beneath(root: Path, parts: Sequence[str]) -> Iterator[Spot]:
    """Open the place of the last of ``parts``; each other part is a folder in the one before it, and not
    a link.

    Raises OSError if one of them is missing, a file or a link.
    """
    folder = os.open(root, _FOLDER & ~getattr(os, "O_NOFOLLOW", 0))
    try:
        for part in parts[:-1]:
            inner = os.open(part, _FOLDER, dir_fd=folder)
            os.close(folder)
            folder = inner
        yield Spot(parts[-1] if parts else ".", folder)
    finally:
        os.close(folder)
