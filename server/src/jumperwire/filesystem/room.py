"""Whether files fit: by blocks, on each file system. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jumperwire.device.reply import FileSystem


@dataclass(frozen=True, slots=True)
class Change:
    """A file that gets ``size`` bytes, where ``old`` bytes are (None for nothing). Gone without a size."""

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
        """How much more room it takes."""
        return self.needed - self.free


def place_of(path: str, places: Iterable[str]) -> str:
    """The file system that a path is on, of those that are mounted."""
    inside = [place for place in places if path.startswith(place.rstrip("/") + "/")]
    return max(inside, key=len, default="/")


def shortages(changes: Iterable[Change], systems: Mapping[str, FileSystem]) -> list[Shortage]:
    """The file systems that are too small for these changes, made in this order.

    A new content needs room beside the old one, which goes when the new one is whole.
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
"""Bytes that littlefs, as MicroPython sets it up, keeps with a file's name. Elsewhere the write may fail."""


def _blocks(size: int | None, system: FileSystem) -> int:
    return -(-size // system.block) if size and size > _INLINE else 0
