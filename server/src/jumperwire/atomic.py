"""Writes files of the PC completely or not at all, and only where they are meant to be.

No other code replaces files. A folder of a path may be a link that leads elsewhere. With ``within``, no
folder below that one is reached through a link. Where the system supports it, each folder is opened
relative to the one above it and held open, so that it cannot be exchanged meanwhile. Windows does not
support this, so there each step checks first.

Everything here raises OSError.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import stat
import sys
import time
from pathlib import Path

if sys.platform != "win32":
    import fcntl

log = logging.getLogger(__name__)

_HELD = (
    hasattr(os, "O_NOFOLLOW") and {os.open, os.mkdir, os.rename, os.unlink, os.rmdir} <= os.supports_dir_fd
)
_PREFIX = ".jumperwire-"
_NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_WINDOWS_LINKS = (0xA000000C, 0xA0000003)
"""IO_REPARSE_TAG_SYMLINK and IO_REPARSE_TAG_MOUNT_POINT."""

_YOUNG = 60.0
"""Seconds during which a new temporary file may not have been locked yet."""


class LinkInTheWay(OSError):
    """A folder on the way is a link, or is not a folder."""

    def __init__(self, folder: str) -> None:
        super().__init__(errno.ELOOP, "a link is in the place of a folder", folder)


class NewFile:
    """A new file, which has a temporary name in the same folder until `commit`."""

    def __init__(self, path: Path, within: Path | None = None, mode: int = 0o666) -> None:
        self._name = path.name
        self._folder = _Folder(path.parent, within)
        self._temporary = f"{_PREFIX}{os.urandom(6).hex()}"
        self._file = -1
        try:
            self._file = self._folder.open(self._temporary, mode)
        except OSError:
            self._folder.close()
            raise

    def write(self, data: bytes | memoryview) -> None:
        """Append ``data``."""
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._file, rest) :]

    def commit(self) -> None:
        """Give the file its name, replacing the old file."""
        self._close()
        self._folder.replace(self._temporary, self._name)

    def discard(self) -> None:
        """Delete the temporary file. Does nothing after `commit` or an earlier `discard`."""
        if self._folder.closed:
            return
        try:
            self._close()
            self._folder.remove(self._temporary)
        except FileNotFoundError:
            pass  # it has been renamed
        except OSError as error:
            log.warning("%s stays: %s", self._temporary, error)
        finally:
            self._folder.close()

    def _close(self) -> None:
        file, self._file = self._file, -1
        if file >= 0:
            os.close(file)


def write(path: Path, data: bytes, within: Path | None = None, mode: int = 0o666) -> None:
    """Write a file, and create the folders above it. ``mode``: its permissions, reduced by the umask."""
    new = NewFile(path, within, mode)
    try:
        new.write(data)
        new.commit()
    finally:
        new.discard()


def make_folder(path: Path, within: Path | None = None) -> None:
    """Create a folder and those above it. An existing folder is no error."""
    _Folder(path, within).close()


def remove(path: Path, within: Path | None = None) -> None:
    """Delete a file, a link or an empty folder. A missing one is no error."""
    folder = _Folder(path.parent, within)
    try:
        folder.remove(path.name)
    except FileNotFoundError:
        pass
    except (IsADirectoryError, PermissionError):  # macOS says that this is not permitted for a folder
        folder.remove_folder(path.name)
    finally:
        folder.close()


def sweep(folder: Path) -> None:
    """Delete temporary files of killed processes in a folder. Those of running processes are locked."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX) and entry.is_file(follow_symlinks=False):
                _sweep(entry)


def _sweep(entry: os.DirEntry[str]) -> None:
    try:
        if time.time() - entry.stat(follow_symlinks=False).st_mtime < _YOUNG:
            return
        if sys.platform != "win32":  # Windows does not delete an open file
            file = os.open(entry.path, os.O_WRONLY | os.O_NOFOLLOW)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            finally:
                os.close(file)
        os.unlink(entry.path)
        log.info("%s was left by a process that ended, and is deleted", entry.path)
    except OSError as error:
        log.debug("%s is in use: %s", entry.path, error)


class _Folder:
    """A folder that is held open if the system supports it. It and those above it are created."""

    def __init__(self, path: Path, within: Path | None) -> None:
        self.closed = False
        self._path = path
        self._top = within or path
        self._parts = path.relative_to(self._top).parts
        self._top.mkdir(parents=True, exist_ok=True)
        self._at: int | None = _opened(self._top, self._parts) if _HELD else None
        if not _HELD:
            self._look(make=True)

    def open(self, name: str, mode: int) -> int:
        """Open a new file for writing."""
        self._look()
        file = os.open(self._named(name), _NEW, mode, dir_fd=self._at)
        if sys.platform != "win32":
            with contextlib.suppress(
                OSError
            ):  # a file system without locks: `sweep` cannot lock the file either
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return file

    def replace(self, old: str, new: str) -> None:
        """Rename a file, replacing another."""
        self._look()
        os.replace(self._named(old), self._named(new), src_dir_fd=self._at, dst_dir_fd=self._at)

    def remove(self, name: str) -> None:
        """Delete a file or a link."""
        self._look()
        os.unlink(self._named(name), dir_fd=self._at)

    def remove_folder(self, name: str) -> None:
        """Delete an empty folder."""
        os.rmdir(self._named(name), dir_fd=self._at)

    def close(self) -> None:
        """Close the folder."""
        self.closed = True
        at, self._at = self._at, None
        if at is not None:
            os.close(at)

    def _named(self, name: str) -> str:
        return name if self._at is not None else str(self._path / name)

    def _look(self, *, make: bool = False) -> None:
        """Raise LinkInTheWay if a folder has become a link."""
        if self._at is not None:
            return
        folder = self._top
        for part in self._parts:
            folder = folder / part
            if make:
                with contextlib.suppress(FileExistsError):
                    folder.mkdir()
            found = os.lstat(folder)
            if not stat.S_ISDIR(found.st_mode) or getattr(found, "st_reparse_tag", 0) in _WINDOWS_LINKS:
                raise LinkInTheWay(str(folder))


def _opened(top: Path, parts: tuple[str, ...]) -> int:
    """Return a folder's descriptor, reached through folders only. Missing folders are created."""
    at = os.open(top, os.O_RDONLY | os.O_DIRECTORY)
    for part in parts:
        try:
            with contextlib.suppress(FileExistsError):
                os.mkdir(part, dir_fd=at)
            below = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=at)
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENOTDIR, errno.EMLINK):  # FreeBSD reports a link by EMLINK
                raise LinkInTheWay(str(top.joinpath(*parts[: parts.index(part) + 1]))) from error
            raise
        finally:
            os.close(at)
        at = below
    return at
