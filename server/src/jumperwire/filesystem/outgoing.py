"""What an upload consists of, and what it reports."""

from __future__ import annotations

import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # otherwise imported where it is used, since a small file does not need it
    from jumperwire.device.reply import Feature
    from jumperwire.filesystem.delta import Copy, Delta

DIGEST = 12
"""Bytes of a SHA-256 that are compared: 96 bits distinguish any two files, and take less than half the
space.
"""

_PER_COPY = {False: 24, True: 600}
"""Bytes that a link (UART, native USB) carries in the 2 ms that a board takes for a copy."""

_TEMPORARY = ".jwtmp"


def is_temporary(path: str) -> bool:
    """Return whether a file of the board is what is left of a transfer that was broken off."""
    return path.rpartition("/")[2].startswith(_TEMPORARY)


@dataclass(frozen=True)
class Outgoing:
    """A file on its way to the board, as of one moment."""

    path: str
    """The path on the board."""
    data: bytes = field(repr=False)
    old: bytes | None = field(default=None, repr=False)
    """The content of the file on the board, if it is known."""

    @cached_property
    def digest(self) -> bytes:
        """The first ``DIGEST`` bytes of its SHA-256."""
        return hashlib.sha256(self.data).digest()[:DIGEST]

    def proof(self, features: Feature) -> bytes:
        """Return what ``finish`` must find in the file, on a board with these features."""
        from jumperwire.device.reply import Feature
        from jumperwire.protocol.base64_upload import checksum24

        if Feature.SHA256 in features:
            return self.digest
        size = len(self.data).to_bytes(4, "little")
        if Feature.CRC32 in features:
            return binascii.crc32(self.data).to_bytes(4, "little") + size
        return checksum24(self.data).to_bytes(3, "little") + size

    @cached_property
    def delta(self) -> Delta | None:
        """How to make the file from its old content, if that is known. Takes 0.1 s per MB."""
        from jumperwire.filesystem.delta import delta

        return None if self.old is None else delta(self.old, self.data)

    def parts(self, *, deflates: bool = True, loss_free: bool = False) -> list[Copy | bytes]:
        """Return the content, with copies from the old one if that is cheaper.

        ``deflates``: whether what is sent is deflated; ``loss_free``: whether the link is loss-free and
        therefore fast.
        """
        if self.delta and self.delta.pays(deflates=deflates, per_copy=_PER_COPY[loss_free]):
            return self.delta.parts
        return [self.data]

    @property
    def temporary(self) -> str:
        """The path to which it is written first: on the same file system, where the survey deletes
        leftovers.
        """
        first, slash, _ = self.path.lstrip("/").partition("/")
        folder = f"/{first}" if slash and "." not in first else ""
        return f"{folder}/{_TEMPORARY}"


class Progress(NamedTuple):
    """The progress of a transfer. Sizes are bytes of content."""

    path: str
    """The file on the board that is being sent or read; empty before the first and after the last."""
    files: int
    files_done: int
    size: int
    size_done: int


class Summary(NamedTuple):
    """What a transfer did."""

    files: int = 0
    """The number of files that were sent or read."""
    unchanged: int = 0
    """The number of files that had this content already."""
    size: int = 0
    """Bytes of content in the files that were sent or read."""
    seconds: float = 0.0


class Meter:
    """Counts what has arrived, and reports progress."""

    def __init__(self, tell: Callable[[Progress], None], files: int, size: int) -> None:
        self._tell = tell
        self._now = Progress("", files, 0, size, 0)

    def begin(self, path: str) -> None:
        """Note that a file begins."""
        self._show(self._now._replace(path=path))

    def add(self, size: int) -> None:
        """Note that ``size`` bytes of it have arrived."""
        self._show(self._now._replace(size_done=min(self._now.size, self._now.size_done + size)))

    def end(self) -> None:
        """Note that a file is complete."""
        self._show(self._now._replace(files_done=min(self._now.files, self._now.files_done + 1)))

    def restart(self, files_left: int, size_left: int) -> None:
        """Note that everything but the given rest is done; a file that was begun is not."""
        now = self._now
        self._show(now._replace(files_done=now.files - files_left, size_done=max(0, now.size - size_left)))

    def finish(self) -> None:
        """Note that everything is done."""
        self._show(self._now._replace(path="", files_done=self._now.files, size_done=self._now.size))

    def _show(self, now: Progress) -> None:
        self._now = now
        self._tell(now)
