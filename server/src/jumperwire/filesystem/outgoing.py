"""What an upload is made of, and what it reports."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

from jumperwire.filesystem.remote import DIGEST


@dataclass(frozen=True)
class Outgoing:
    """A file on its way to the board, as of one moment."""

    path: str
    """Where it goes."""
    data: bytes = field(repr=False)

    @cached_property
    def digest(self) -> bytes:
        """The first ``DIGEST`` bytes of its SHA-256."""
        return hashlib.sha256(self.data).digest()[:DIGEST]

    @property
    def temporary(self) -> str:
        """Where it is written first: on the same file system, at a place that the probe sweeps."""
        first, slash, _ = self.path.lstrip("/").partition("/")
        folder = f"/{first}" if slash and "." not in first else ""
        return f"{folder}/.jwtmp"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a transfer is. Sizes are in bytes of content."""

    path: str
    """The file on the board that is being sent or read; empty before the first and after the last."""
    files: int
    files_done: int
    size: int
    size_done: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a transfer did."""

    files: int = 0
    """Files that were sent or read."""
    unchanged: int = 0
    """Files that had this content already."""
    size: int = 0
    """Bytes of content of the files that were sent or read."""
    seconds: float = 0.0


class Meter:
    """Counts what arrives, and tells."""

    def __init__(self, tell: Callable[[Progress], None], files: int, size: int) -> None:
        self._tell = tell
        self._now = Progress("", files, 0, size, 0)

    def begin(self, path: str) -> None:
        """A file begins."""
        self._show(replace(self._now, path=path))

    def add(self, size: int) -> None:
        """So much of it arrived."""
        self._show(replace(self._now, size_done=min(self._now.size, self._now.size_done + size)))

    def end(self, size_done: int) -> None:
        """A file is whole; ``size_done`` are the bytes of all that are."""
        self._show(replace(self._now, files_done=self._now.files_done + 1, size_done=size_done))

    def _show(self, now: Progress) -> None:
        self._now = now
        self._tell(now)
