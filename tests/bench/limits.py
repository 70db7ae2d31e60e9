"""What a link allows at best: the time that nothing could stay below, by its rate and latency alone.

It is a share of this that is to be reached, not a multiple of another tool's speed, which a link may forbid.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from boards.linkspec import LinkSpec


def exchange(spec: LinkSpec, sent: int, heard: int) -> float:
    """Seconds for so many bytes to the board and, once all of them are there, so many back."""
    return 2 * spec.latency + _carried(spec, sent + heard)


def upload(spec: LinkSpec, contents: Iterable[bytes]) -> float:
    """Seconds for files as one deflated stream with the largest window, and nothing besides."""
    return spec.latency + _carried(spec, len(zlib.compress(b"".join(contents), 9)))


def download(spec: LinkSpec, size: int) -> float:
    """Seconds for so many bytes as they are: boards can inflate, not deflate."""
    return spec.latency + _carried(spec, size)


def _carried(spec: LinkSpec, size: int) -> float:
    return size / spec.rate if spec.rate else 0.0
