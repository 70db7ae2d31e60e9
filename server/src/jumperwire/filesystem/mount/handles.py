"""Files that a board has open: so many, and each can be closed by us."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import FileIO

from jumperwire.filesystem.mount import errnos

MOST = 64
"""A board rarely closes what it only read: then what was not used for the longest time is closed for it."""

AT_END = 0xFFFFFFFF
"""A place that stands for the end of the file."""


@dataclass(slots=True)
class Handle:
    """An open file."""

    file: FileIO
    mount: int
    changes: bool

    def size(self) -> int:
        """As of now."""
        return self.file.seek(0, 2)

    def read(self, at: int, count: int) -> bytes:
        """Content from a place on."""
        self.file.seek(at)
        return self.file.read(count)

    def write(self, at: int, data: bytes) -> int:
        """Replace content, or go beyond its end; returns the size."""
        self.file.seek(0, 2) if at == AT_END else self.file.seek(at)
        rest = memoryview(data)
        while rest:
            rest = rest[self.file.write(rest) :]
        return self.size()


class Handles:
    """All of one board."""

    def __init__(self) -> None:
        self._open: dict[int, Handle] = {}

    @property
    def writing(self) -> bool:
        """Whether one of them may be changed; in any thread."""
        return any(handle.changes for handle in tuple(self._open.values()))

    def add(self, file: FileIO, mount: int) -> int:
        """The number of one that was just opened; with `make_room` before."""
        number = next(number for number in range(MOST) if number not in self._open)
        self._open[number] = Handle(file, mount, file.writable())
        return number

    def use(self, number: int) -> Handle:
        """One of them. Raises OSError."""
        handle = self._open.pop(number, None)
        if handle is None:
            raise OSError(errnos.EBADF, "not open")
        self._open[number] = handle  # the last one that was used
        return handle

    def close(self, number: int) -> None:
        """Close one. Raises OSError."""
        self.use(number).file.close()
        del self._open[number]

    def close_all(self, wanted: Callable[[Handle], bool] = lambda _: True) -> None:
        """Close those that are wanted."""
        for number, handle in list(self._open.items()):
            if wanted(handle):
                handle.file.close()
                del self._open[number]

    def make_room(self) -> None:
        """Have room for one more. Raises OSError."""
        if len(self._open) < MOST:
            return
        oldest = next((number for number, handle in self._open.items() if not handle.changes), None)
        if oldest is None:
            raise OSError(errnos.EMFILE, "too many open files")
        self.close(oldest)
