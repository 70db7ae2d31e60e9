"""What files take on the wire, before anything is sent."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from jumperwire.filesystem.delta import Copy
from jumperwire.filesystem.outgoing import Outgoing

_COPY = 12
"""About the bytes that a copy within a file takes on the wire."""


def is_delta(file: Outgoing) -> bool:
    """Whether only what differs is sent."""
    return any(isinstance(part, Copy) for part in file.parts())


def wire_size(files: Iterable[Outgoing]) -> int:
    """Bytes that these files take: what differs of each, deflated together."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    size = 0
    for file in files:
        for part in file.parts():
            size += _COPY if isinstance(part, Copy) else len(deflate.compress(part))
    return size + len(deflate.flush())
