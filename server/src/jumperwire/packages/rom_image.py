"""The image of a ROM file system, which boards mount at /rom: folders and files become bytes. Pure.

Everything is a record: kind, length and content. Numbers are stored seven bits at a time, the highest
first; all of these bytes but the last have bit 7 set. The content of a file is its name and a record with
its data; the content of a folder is its name and the records in it. A name is preceded by its length. The
image itself is a record whose kind takes three bytes. See MicroPython's extmod/vfs_rom.c.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

HEADER = b"\xd2\xcd\x31"
"""The first bytes of an image."""

HEAD = 12
"""The number of bytes at its beginning that contain its size."""

_DATA, _FOLDER, _FILE = 2, 4, 5


def _check(name: str) -> None:
    if name in ("", ".", "..") or "/" in name or "\0" in name:
        raise ValueError(f"no name of a file: {name!r}")


@dataclass(frozen=True, slots=True)
class File:
    """A file with its name."""

    name: str
    data: bytes

    def __post_init__(self) -> None:
        _check(self.name)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with its entries, in this order."""

    name: str
    entries: tuple[Entry, ...]

    def __post_init__(self) -> None:
        _check(self.name)


Entry: TypeAlias = File | Folder


def image(entries: Iterable[Entry]) -> bytes:
    """Return the image with these entries in its root. Its length is even."""
    content = b"".join(map(_entry, entries))
    length = _number(len(content))
    if (len(HEADER) + len(length) + len(content)) % 2:
        length = b"\x80" + length  # pads with a leading digit 0
    return HEADER + length + content


def content_size(head: bytes) -> int | None:
    """Return the number of bytes after the head of an image, given its beginning; None if it is not an
    image.
    """
    found = _head(head)
    return None if found is None else found[1]


def is_whole(data: bytes) -> bool:
    """Return whether ``data`` is an image, and complete."""
    found = _head(data[:HEAD])
    return found is not None and sum(found) <= len(data)


def _head(data: bytes) -> tuple[int, int] | None:
    """Return the length of the head and of what follows it; None if ``data`` is not an image."""
    if not data.startswith(HEADER):
        return None
    size = 0
    for at in range(len(HEADER), len(data)):
        size = size << 7 | data[at] & 0x7F
        if not data[at] & 0x80:
            return at + 1, size
    return None


def _entry(entry: Entry) -> bytes:
    if isinstance(entry, File):
        return _record(_FILE, _name(entry.name) + _record(_DATA, entry.data))
    return _record(_FOLDER, _name(entry.name) + b"".join(map(_entry, entry.entries)))


def _record(kind: int, content: bytes) -> bytes:
    return _number(kind) + _number(len(content)) + content


def _name(name: str) -> bytes:
    encoded = name.encode("utf-8", "surrogateescape")
    return _number(len(encoded)) + encoded


def _number(value: int) -> bytes:
    digits = [value & 0x7F]
    while value := value >> 7:
        digits.append(value & 0x7F | 0x80)
    return bytes(reversed(digits))
