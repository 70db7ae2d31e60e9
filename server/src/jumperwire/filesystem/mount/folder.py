"""A folder of the PC, as a board may use it: nothing outside of it can be reached, by no name and no link.

A path comes from the board and is untrusted. It begins at the folder; ``..`` goes up in the path as it is
written, and never above the folder.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from jumperwire.filesystem import local
from jumperwire.filesystem.mount import beneath, errnos
from jumperwire.filesystem.mount.beneath import Spot

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
        found = self.path.joinpath(*_parts(path))
        if self.follow_links:
            return found
        whole = itself and found != self.path
        real = _real(found.parent) / found.name if whole else _real(found)
        if not real.is_relative_to(_real(self.path)):
            raise PermissionError(errnos.EPERM, "a link out of the folder")
        return real

    @contextmanager
    def spot(self, path: str, *, itself: bool = False) -> Iterator[Spot]:
        """What to give to the calls of the system for a path of the board, as in `locate`.

        What `locate` finds may be exchanged for a link before it is used. Where the system can, no link is
        followed then; elsewhere `open` looks again at what it has opened.
        """
        found = self.locate(path, itself=itself)
        if self.follow_links or not beneath.SUPPORTED:
            yield Spot(str(found))
            return
        with beneath.beneath(self.path, found.relative_to(_real(self.path)).parts) as spot:
            yield spot

    def ensure_writable(self) -> None:
        """Raise OSError where nothing may be changed."""
        if self.read_only:
            raise OSError(errnos.EROFS, "read-only")

    def look(self, path: str) -> Entry:
        """What is at a path, MISSING where there is nothing."""
        name = path.rpartition("/")[2]
        try:
            with self.spot(path) as spot:
                return _entry(name, spot.status(follow=self.follow_links))
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
        with self.spot(path) as spot:
            names = sorted(name for name in spot.names(follow=self.follow_links) if name > after)
        for name in names:
            try:
                if len(name.encode()) < 256:
                    entry = self.look(f"{path}/{name}")
                    if entry.kind != MISSING:
                        yield entry
            except (OSError, UnicodeEncodeError):
                continue

    def open(self, path: str, mode: str) -> FileIO:
        """The file, opened as the board's ``mode`` says. One to be appended to is open for all."""
        if mode[:1] not in ("r", "w", "a", "x"):
            raise OSError(errnos.EINVAL, "no mode of a file")
        if mode[:1] != "r" or "+" in mode:
            self.ensure_writable()
        with self.spot(path) as spot:
            try:
                _ensure_file(spot.status(follow=self.follow_links))
            except FileNotFoundError:
                if mode[:1] == "r":
                    raise
            file = _opened(spot, mode, follow=self.follow_links)
        try:
            status = os.fstat(file.fileno())
            _ensure_file(status)
            if not self.follow_links and not beneath.SUPPORTED:
                _ensure_same(status, self.locate(path))
            if mode[:1] == "w":
                file.truncate()
        except BaseException:
            file.close()
            raise
        return file

    def make(self, path: str) -> None:
        """Make a folder."""
        self.ensure_writable()
        with self.spot(path) as spot:
            os.mkdir(spot.name, dir_fd=spot.folder)

    def remove_folder(self, path: str) -> None:
        """Remove an empty folder."""
        with self.own(path) as spot:
            os.rmdir(spot.name, dir_fd=spot.folder)

    def remove(self, path: str) -> None:
        """Remove a file."""
        with self.own(path) as spot:
            if stat.S_ISDIR(spot.status(follow=False).st_mode):
                raise IsADirectoryError(errnos.EISDIR, "a folder")
            os.unlink(spot.name, dir_fd=spot.folder)

    def rename(self, path: str, target: str) -> None:
        """Rename, over a file that is there."""
        with self.own(path) as old, self.own(target) as new:
            os.replace(old.name, new.name, src_dir_fd=old.folder, dst_dir_fd=new.folder)

    @contextmanager
    def own(self, path: str) -> Iterator[Spot]:
        """Where something is that is to be changed itself; never the folder."""
        self.ensure_writable()
        if not _parts(path):
            raise PermissionError(errnos.EPERM, "the mounted folder itself")
        with self.spot(path, itself=True) as spot:
            yield spot


def _parts(path: str) -> list[str]:
    """The names that a path of the board has, without ``.`` and ``..``. Raises OSError."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if not parts:
                raise PermissionError(errnos.EPERM, "above the folder")
            parts.pop()
        elif part not in ("", "."):
            parts.append(_sound(part))
    return parts


def _real(path: Path) -> Path:
    """The path without links. Links in a circle stay in it, where `Path.resolve` raises RuntimeError."""
    return Path(os.path.realpath(path))


def _ensure_file(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errnos.EISDIR, "a folder")
    if stat.S_ISLNK(status.st_mode):
        raise OSError(errno.ELOOP, "links in a circle")
    if not stat.S_ISREG(status.st_mode):
        raise PermissionError(errnos.EACCES, "no regular file")


def _opened(spot: Spot, mode: str, *, follow: bool) -> FileIO:
    """Opened without waiting for a pipe's other end, and without emptying it."""
    only = os.O_RDONLY if mode[:1] == "r" else os.O_WRONLY
    flags = os.O_RDWR if "+" in mode or mode[:1] == "a" else only
    flags |= {"r": 0, "w": os.O_CREAT, "a": os.O_CREAT, "x": os.O_CREAT | os.O_EXCL}[mode[:1]]
    flags |= getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    flags |= 0 if follow else getattr(os, "O_NOFOLLOW", 0)
    access = "r+" if flags & os.O_RDWR else "r" if only == os.O_RDONLY else "w"
    return FileIO(os.open(spot.name, flags, 0o666, dir_fd=spot.folder), access)


def _ensure_same(opened: os.stat_result, found: Path) -> None:
    """Raise OSError unless what was opened is what is in the folder now.

    For Windows, where it was not run yet. Whoever exchanges a folder for a link at the right moment may have
    an empty new file made elsewhere.
    """
    if not os.path.samestat(opened, found.stat()):
        raise PermissionError(errnos.EPERM, "exchanged while it was opened")


def _entry(name: str, status: os.stat_result) -> Entry:
    if stat.S_ISLNK(status.st_mode):
        raise OSError(errno.ELOOP, "links in a circle")
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
