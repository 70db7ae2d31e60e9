"""Estimates how many bytes files take on the link, before anything is sent."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from jumperwire.filesystem.delta import Copy
from jumperwire.filesystem.outgoing import Outgoing

_COPY = 12
"""The approximate number of bytes that a copy within a file takes on the link."""


def is_delta(file: Outgoing) -> bool:
    """Return whether only the differences are sent."""
    return any(isinstance(part, Copy) for part in file.parts())


def wire_size(files: Iterable[Outgoing]) -> int:
    """Return the bytes that these files take: the differences of each, deflated together."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    size = 0
    for file in files:
        for part in file.parts():
            size += _COPY if isinstance(part, Copy) else len(deflate.compress(part))
    return size + len(deflate.flush())
