"""Whether files fit on each file system, counted in blocks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jumperwire.device.reply import FileSystem


@dataclass(frozen=True, slots=True)
class Change:
    """A file that is to have ``size`` bytes and has ``old`` ones (None: does not exist).

    Deleted if size is None.
    """

    path: str
    size: int | None
    old: int | None


@dataclass(frozen=True, slots=True)
class Shortage:
    """What does not fit on the file system at ``place``. Sizes are in bytes."""

    place: str
    needed: int
    free: int

    @property
    def missing(self) -> int:
        """How many more bytes are needed."""
        return self.needed - self.free


def place_of(path: str, places: Iterable[str]) -> str:
    """Return the mounted file system that a path is on."""
    inside = [place for place in places if path.startswith(place.rstrip("/") + "/")]
    return max(inside, key=len, default="/")


def shortages(changes: Iterable[Change], systems: Mapping[str, FileSystem]) -> list[Shortage]:
    """Return the file systems that are too small for these changes, made in this order.

    New content needs space beside the old content, which is deleted only when the new one is complete.
    """
    free: dict[str, int] = {}
    least: dict[str, int] = {}
    for change in changes:
        place = place_of(change.path, systems)
        if place not in systems:
            continue
        system = systems[place]
        left = free.get(place, system.free) - _blocks(change.size, system)
        least[place] = min(least.get(place, 0), left)
        free[place] = left + _blocks(change.old, system)
    return [
        Shortage(place, (system.free - least[place]) * system.block, system.free * system.block)
        for place, system in systems.items()
        if least.get(place, 0) < 0
    ]


_INLINE = 128
"""Bytes that littlefs, as MicroPython configures it, stores with a file's name.

Elsewhere the write may fail.
"""


def _blocks(size: int | None, system: FileSystem) -> int:
    return -(-size // system.block) if size and size > _INLINE else 0
