"""A folder of the PC, as a board may use it: nothing outside of it can be reached, by no name and no link.

A path comes from the board and is untrusted. It begins at the folder; ``..`` goes up in the path as it is
written, and never above the folder.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jumperwire.filesystem import local
from jumperwire.filesystem.mount import errnos

MISSING, FILE, FOLDER = 0, 1, 2
_MOST = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Entry:
    """What there is under a name."""

    name: str
    kind: int = MISSING
    size: int = 0
    time: int = 0
    """Seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that is mounted. All methods raise OSError with a number that this PC knows."""

    path: Path
    read_only: bool = False
    follow_links: bool = False

    def locate(self, path: str, *, itself: bool = False) -> Path:
        """Where a path of the board is on the PC; ``itself``: a link, not what it leads to."""
        parts: list[str] = []
        for part in path.split("/"):
            if part == "..":
                if not parts:
                    raise PermissionError(errnos.EPERM, "above the folder")
                parts.pop()
            elif part not in ("", "."):
                parts.append(_sound(part))
        found = self.path.joinpath(*parts)
        if not self.follow_links:
            self._ensure_inside(found.parent if itself and parts else found)
        return found

    def _ensure_inside(self, found: Path) -> None:
        if not found.resolve().is_relative_to(self.path.resolve()):
            raise PermissionError(errnos.EPERM, "a link out of the folder")

    def ensure_writable(self) -> None:
        """Raise OSError where nothing may be changed."""
        if self.read_only:
            raise OSError(errnos.EROFS, "read-only")

    def look(self, path: str) -> Entry:
        """What is at a path, MISSING where there is nothing."""
        name = path.rpartition("/")[2]
        try:
            return _entry(name, self.locate(path).stat())
        except (FileNotFoundError, NotADirectoryError):
            return Entry(name)

    def family(self, path: str) -> list[Entry]:
        """What is at a path, and at those that an import asks for next."""
        first = self.look(path)
        name = first.name
        others = [f"{path}.py", f"{path}.mpy"] if name and "." not in name else []
        if name == "__init__.py":
            others = [path[:-3] + ".mpy"]
        return [first, *map(self.look, others)]

    def entries(self, path: str, after: str) -> Iterator[Entry]:
        """What is in a folder behind ``after``, by name; without what no board can reach."""
        folder = self.locate(path)
        names = sorted(name for name in os.listdir(folder) if name > after)
        for name in names:
            try:
                if len(name.encode()) < 256:
                    yield _entry(name, self.locate(f"{path}/{name}").stat())
            except (OSError, UnicodeEncodeError):
                continue

    def open(self, path: str, mode: str) -> Path:
        """The file to be opened, if it may be."""
        found = self.locate(path)
        if mode[:1] != "r" or "+" in mode:
            self.ensure_writable()
        try:
            kind = found.stat().st_mode
        except FileNotFoundError:
            return found
        if stat.S_ISDIR(kind):
            raise IsADirectoryError(21, "a folder")
        if not stat.S_ISREG(kind):
            raise PermissionError(errnos.EACCES, "no regular file")
        return found

    def make(self, path: str) -> None:
        """Make a folder."""
        self.ensure_writable()
        self.locate(path).mkdir()

    def remove_folder(self, path: str) -> None:
        """Remove an empty folder."""
        self.locate_own(path).rmdir()

    def remove(self, path: str) -> None:
        """Remove a file."""
        found = self.locate_own(path)
        if found.is_dir() and not found.is_symlink():
            raise IsADirectoryError(21, "a folder")
        found.unlink()

    def rename(self, path: str, target: str) -> None:
        """Rename, over a file that is there."""
        self.locate_own(path).replace(self.locate_own(target))

    def locate_own(self, path: str) -> Path:
        """Where something is that is to be changed itself; never the folder."""
        self.ensure_writable()
        found = self.locate(path, itself=True)
        if found == self.path:
            raise PermissionError(errnos.EPERM, "the mounted folder itself")
        return found


def _entry(name: str, status: os.stat_result) -> Entry:
    if stat.S_ISDIR(status.st_mode):
        return Entry(name, FOLDER, 0, _bounded(status.st_mtime))
    return Entry(name, FILE, _bounded(status.st_size), _bounded(status.st_mtime))


def _bounded(value: float) -> int:
    return max(0, min(int(value), _MOST))


def _sound(part: str) -> str:
    """Names that Windows reads as something else would lead out of the folder."""
    if "\0" in part or (os.name == "nt" and local.unsafe(part)):
        raise OSError(errnos.EINVAL, "no name of a file here")
    return part
