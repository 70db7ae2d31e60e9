"""A folder of the PC for a board to use. Nothing outside it can be reached, by any name or link.

A path comes from the board and is not trusted. It starts at the folder; ``..`` goes up in the path as
written, but never above the folder.
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
    """The time of the last change, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A mounted folder. All methods raise OSError with a number that this PC knows."""

    path: Path
    read_only: bool = False
    follow_links: bool = False

    def locate(self, path: str, *, itself: bool = False) -> Path:
        """Return where a path of the board is on the PC.

        ``itself``: the place of a link, not that of its target.
        """
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
        """Yield the place to use in system calls for a path of the board, found as in `locate`.

        What `locate` finds may be replaced by a link before it is used. Where the system supports it, no
        link is then followed; elsewhere, `open` checks what it has opened.
        """
        found = self.locate(path, itself=itself)
        if self.follow_links or not beneath.SUPPORTED:
            yield Spot(str(found))
            return
        with beneath.beneath(self.path, found.relative_to(_real(self.path)).parts) as spot:
            yield spot

    def ensure_writable(self) -> None:
        """Raise OSError if nothing may be changed."""
        if self.read_only:
            raise OSError(errnos.EROFS, "read-only")

    def look(self, path: str) -> Entry:
        """Return what is at a path; MISSING if there is nothing."""
        name = path.rpartition("/")[2]
        try:
            with self.spot(path) as spot:
                return _entry(name, spot.status(follow=self.follow_links))
        except (FileNotFoundError, NotADirectoryError):
            return Entry(name)

    def family(self, path: str) -> list[Entry]:
        """Return what is at a path, and at the paths that an import asks for next."""
        first = self.look(path)
        name = first.name
        others = [f"{path}.py", f"{path}.mpy"] if name and "." not in name else []
        if name == "__init__.py":
            others = [path[:-3] + ".mpy"]
        return [first, *map(self.look, others)]

    def entries(self, path: str, after: str) -> Iterator[Entry]:
        """Yield what is in a folder after the name ``after``, sorted by name, without what boards cannot
        reach.
        """
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
        """Return the file, opened in the board's ``mode``.

        A file opened for appending can be read and written anywhere.
        """
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
        """Create a folder."""
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
        """Rename a file or folder, replacing a file that exists."""
        with self.own(path) as old, self.own(target) as new:
            os.replace(old.name, new.name, src_dir_fd=old.folder, dst_dir_fd=new.folder)

    @contextmanager
    def own(self, path: str) -> Iterator[Spot]:
        """Yield the place of something that is itself to be changed. It is never the mounted folder."""
        self.ensure_writable()
        if not _parts(path):
            raise PermissionError(errnos.EPERM, "the mounted folder itself")
        with self.spot(path, itself=True) as spot:
            yield spot


def _parts(path: str) -> list[str]:
    """Return the names in a path of the board, without ``.`` and ``..``. Raises OSError."""
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
    """Return the path with links resolved.

    Circular links remain, whereas `Path.resolve` raises RuntimeError.
    """
    return Path(os.path.realpath(path))


def _ensure_file(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errnos.EISDIR, "a folder")
    if stat.S_ISLNK(status.st_mode):
        raise OSError(errno.ELOOP, "links in a circle")
    if not stat.S_ISREG(status.st_mode):
        raise PermissionError(errnos.EACCES, "no regular file")


def _opened(spot: Spot, mode: str, *, follow: bool) -> FileIO:
    """Return an opened file, without waiting for the other end of a pipe, and without truncating it."""
    only = os.O_RDONLY if mode[:1] == "r" else os.O_WRONLY
    flags = os.O_RDWR if "+" in mode or mode[:1] == "a" else only
    flags |= {"r": 0, "w": os.O_CREAT, "a": os.O_CREAT, "x": os.O_CREAT | os.O_EXCL}[mode[:1]]
    flags |= getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    flags |= 0 if follow else getattr(os, "O_NOFOLLOW", 0)
    access = "r+" if flags & os.O_RDWR else "r" if only == os.O_RDONLY else "w"
    return FileIO(os.open(spot.name, flags, 0o666, dir_fd=spot.folder), access)


def _ensure_same(opened: os.stat_result, found: Path) -> None:
    """Raise OSError unless the opened file is the one that is in the folder now.

    This is for Windows, where it was never run by us. Someone who replaces a folder by a link at the
    right moment may cause an empty new file to be created elsewhere.
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
    """Raise OSError for names that Windows would interpret, and that could lead out of the folder."""
    if "\0" in part or (os.name == "nt" and local.unsafe(part)):
        raise OSError(errnos.EINVAL, "no name of a file here")
    return part
