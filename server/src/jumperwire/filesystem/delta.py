"""Describes a file by copies from its old content and the new bytes between them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_BLOCK = 32
"""Bytes of old content in a block to search for. A shorter copy would save little."""

_STEP = 512


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of ``size`` bytes of the old content, starting at ``offset``."""

    offset: int
    length: int


_LEVEL = 6
"""The deflate level for estimates. What is sent is compressed slightly better."""


@dataclass(frozen=True, slots=True)
class Delta:
    """The instructions for a new content, and the bytes that they and the whole content take on the link."""

    parts: list[Copy | bytes]
    copies: int
    size: int
    packed: int
    """The size of the instructions in bytes once they are deflated."""
    whole: int
    whole_packed: int

    def pays(self, *, deflates: bool, per_copy: int) -> bool:
        """Return whether the delta is cheaper than the whole content.

        ``deflates``: whether what is sent is deflated. ``per_copy``: the bytes that the link carries
        while the board makes one copy.
        """
        own, whole = (self.packed, self.whole_packed) if deflates else (self.size, self.whole)
        return own + self.copies * per_copy < whole


def delta(old: bytes, new: bytes) -> Delta:
    """Return the instructions that make ``new`` from ``old``, with their cost and that of sending ``new``."""
    parts = list(instructions(old, new))
    sent = b"".join(
        struct.pack("<BII", 3, part.offset, part.length) if isinstance(part, Copy) else part for part in parts
    )
    copies = sum(isinstance(part, Copy) for part in parts)
    return Delta(parts, copies, len(sent), _packed(sent), len(new), _packed(new))


def _packed(data: bytes) -> int:
    return len(zlib.compress(data, _LEVEL))


def instructions(old: bytes, new: bytes) -> Iterator[Copy | bytes]:
    """Yield instructions that make ``new`` from ``old``, in order. Of equal blocks, the first one is used."""
    places: dict[bytes, int] = {}
    for at in range(0, len(old) - _BLOCK + 1, _BLOCK):
        places.setdefault(old[at : at + _BLOCK], at)
    done = at = 0
    while at <= len(new) - _BLOCK:
        place = places.get(new[at : at + _BLOCK])
        if place is None:
            at += 1
            continue
        while at > done and place > 0 and new[at - 1] == old[place - 1]:
            at, place = at - 1, place - 1
        if at > done:
            yield new[done:at]
        length = _common(old, place, new, at)
        yield Copy(place, length)
        done = at = at + length
    if done < len(new):
        yield new[done:]


def _common(old: bytes, place: int, new: bytes, at: int) -> int:
    """Return how many bytes are equal from these positions on."""
    length = 0
    step = _STEP
    while step:
        ahead = old[place + length : place + length + step]
        if len(ahead) == step and ahead == new[at + length : at + length + step]:
            length += step
        else:
            step //= 2
    return length
