"""The files that a board has open. Their number is limited, and we may close any of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import FileIO

from jumperwire.filesystem.mount import errnos

MOST = 64
"""A board rarely closes what it has only read, so the least recently used file is closed for it."""

AT_END = 0xFFFFFFFF
"""An offset that means the end of the file."""


@dataclass(slots=True)
class Handle:
    """An open file."""

    file: FileIO
    mount: int
    changes: bool

    def size(self) -> int:
        """The current size in bytes."""
        return self.file.seek(0, 2)

    def read(self, at: int, count: int) -> bytes:
        """Return content from an offset."""
        self.file.seek(at)
        return self.file.read(count)

    def write(self, at: int, data: bytes) -> int:
        """Write content at an offset, possibly beyond the end, and return the size of the file."""
        self.file.seek(0, 2) if at == AT_END else self.file.seek(at)
        rest = memoryview(data)
        while rest:
            rest = rest[self.file.write(rest) :]
        return self.size()


class Handles:
    """All open files of one board."""

    def __init__(self) -> None:
        self._open: dict[int, Handle] = {}

    @property
    def writing(self) -> bool:
        """Whether any file is open for writing. May be called in any thread."""
        return any(handle.changes for handle in tuple(self._open.values()))

    def add(self, file: FileIO, mount: int) -> int:
        """Return the number of a file that was just opened. Call `make_room` first."""
        number = next(number for number in range(MOST) if number not in self._open)
        self._open[number] = Handle(file, mount, file.writable())
        return number

    def use(self, number: int) -> Handle:
        """Return a handle. Raises OSError."""
        handle = self._open.pop(number, None)
        if handle is None:
            raise OSError(errnos.EBADF, "not open")
        self._open[number] = handle  # now the most recently used
        return handle

    def close(self, number: int) -> None:
        """Close a file. Raises OSError."""
        self.use(number).file.close()
        del self._open[number]

    def close_all(self, wanted: Callable[[Handle], bool] = lambda _: True) -> None:
        """Close the files that match."""
        for number, handle in list(self._open.items()):
            if wanted(handle):
                handle.file.close()
                del self._open[number]

    def make_room(self) -> None:
        """Make room for one more file. Raises OSError."""
        if len(self._open) < MOST:
            return
        oldest = next((number for number, handle in self._open.items() if not handle.changes), None)
        if oldest is None:
            raise OSError(errnos.EMFILE, "too many open files")
        self.close(oldest)
