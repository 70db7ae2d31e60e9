"""The PC's side of a transfer: reads folders, and writes files completely or not at all.

A path from a board is not trusted: `below` refuses paths that would leave the target folder or whose
names this system does not allow.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jumperwire import atomic
from jumperwire.errors import LocalFileFailed, PathUnsafe

_RESERVED = re.compile(
    r"(con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])(\..*)?", re.IGNORECASE
)
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f]")
"""Control characters.

Every system except Windows allows most of them, but terminals and users' scripts do not.
"""

_FORBIDDEN_ON_WINDOWS = re.compile(r'[\x00-\x1f\x7f<>:"\\|?*\ud800-\udfff]')
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LONGEST = 255
"""The longest name, in bytes."""

_STAND_FOR_FOLDERS = (".git", ".hg", ".svn", ".jj")
"""A file with one of these names says where the folder is."""

_SHORT_NAME = re.compile(r"git~\d+", re.IGNORECASE)
"""The name that Windows may give to ``.git``."""


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file to send to the path ``remote``."""

    path: Path
    remote: str


@dataclass(frozen=True, slots=True)
class LocalTree:
    """What is to be sent: the required folders, parents first, and the files."""

    folders: list[str]
    files: list[LocalFile]


def tree(local: Path, remote: str) -> LocalTree:
    """Return a file, or a folder with everything in it. Links are followed, except in circles. Raises
    LocalFileFailed.

    Anything but a regular file, such as a pipe that may never end, is skipped in folders, and is an error
    if it was asked for itself.
    """
    with local_errors(local):
        if not local.is_dir():
            if not stat.S_ISREG(local.stat().st_mode):
                raise LocalFileFailed(path=str(local), cause="it is neither a file nor a folder")
            return LocalTree([], [LocalFile(local, remote)])
        return _folder(local, remote)


@dataclass(frozen=True, slots=True)
class _Level:
    """A folder that is being searched, with its remaining entries."""

    remote: str
    entries: Iterator[os.DirEntry[str]]
    identity: tuple[int, int]


def _folder(local: Path, remote: str) -> LocalTree:
    """Search a folder without recursion, since folders may be nested more deeply than Python allows calls
    to be.
    """
    found = LocalTree([remote], [])
    levels = [_level(local, remote)]
    while levels:
        for entry in levels[-1].entries:
            target = f"{levels[-1].remote.rstrip('/')}/{entry.name}"
            is_folder, is_file = _kinds(entry)
            if is_folder:
                level = _level(Path(entry.path), target)
                if any(level.identity == above.identity for above in levels):
                    raise LocalFileFailed(path=entry.path, cause="a link to a folder that it is in")
                found.folders.append(target)
                levels.append(level)
                break
            if is_file:  # neither a socket, nor a pipe, nor a dangling link
                found.files.append(LocalFile(Path(entry.path), target))
        else:
            levels.pop()
    return found


def _kinds(entry: os.DirEntry[str]) -> tuple[bool, bool]:
    """Return whether an entry is a folder, and whether it is a file. A link to itself counts as broken."""
    try:
        return entry.is_dir(), entry.is_file()
    except OSError as error:
        if error.errno == errno.ELOOP:
            return False, False
        raise


def _level(local: Path, remote: str) -> _Level:
    with local_errors(local):
        status = local.stat()
        entries = sorted(os.scandir(local), key=lambda entry: entry.name)
    return _Level(remote, iter(entries), (status.st_dev, status.st_ino))


def size(path: Path) -> int:
    """Return the size of a file in bytes. Raises LocalFileFailed."""
    with local_errors(path):
        return path.stat().st_size


def read(path: Path) -> bytes:
    """Return the content of a file as of one moment. Raises LocalFileFailed."""
    with local_errors(path):
        return path.read_bytes()


def below(folder: Path, relative: str, taken: dict[str, str]) -> Path:
    """Return where a path from a board is in ``folder``. Raises PathUnsafe.

    ``taken`` holds the paths that were returned before: on systems that ignore case, two of them might be
    the same file.
    """
    parts = relative.split("/")
    for part in parts:
        if reason := unsafe(part):
            raise PathUnsafe(path=relative, reason=reason)
    for depth in range(1, len(parts) + 1):
        name = "/".join(parts[:depth])
        other = taken.setdefault(_same(name), name)
        if other != name:
            raise PathUnsafe(path=relative, reason=f"differs from {other} only in case")
    return folder.joinpath(*parts)


def _same(name: str) -> str:
    """Return a key that is equal for two names of the same file on this system."""
    if sys.platform in ("win32", "darwin"):
        return unicodedata.normalize("NFC", name).casefold()
    return name


def unsafe(part: str, system: str = sys.platform) -> str:
    """Return why a name is not allowed on this system; empty if it is allowed."""
    if part in ("", ".", ".."):
        return "it would leave the folder"
    if match := (_FORBIDDEN_ON_WINDOWS if system == "win32" else _FORBIDDEN).search(part):
        return f"it holds {match[0]!r}"
    if system == "win32" and _RESERVED.fullmatch(part):
        return f"{part} is a device on Windows"
    if system == "win32" and part[-1] in " .":
        return "it ends with a dot or a space"
    if system == "darwin" and _SURROGATE.search(part):
        return "it is not UTF-8"
    try:
        return "it is longer than 255 bytes" if len(os.fsencode(part)) > _LONGEST else ""
    except UnicodeEncodeError:
        return "it is no text"


def hidden(relative: str) -> str:
    """Return the hidden folder in a path, or a file that stands for one; empty if there is none.

    Programs on the PC act on what is in such folders; Git, for example, runs commands from
    ``.git/config``.
    """
    *folders, name = relative.split("/")
    for part in folders:
        if part.startswith(".") or _SHORT_NAME.fullmatch(part):
            return part
    return name if name.casefold() in _STAND_FOR_FOLDERS or _SHORT_NAME.fullmatch(name) else ""


def write(path: Path, data: bytes) -> None:
    """Write a file completely or not at all, and create the folders above it. Raises LocalFileFailed."""
    with local_errors(path):
        atomic.write(path, data)


@contextmanager
def local_errors(path: Path) -> Iterator[None]:
    """Translate the system's errors into LocalFileFailed."""
    try:
        yield
    except atomic.LinkInTheWay as error:
        raise PathUnsafe(path=str(path), reason=f"{error.filename} is a link, or no folder") from error
    except OSError as error:
        raise LocalFileFailed(path=str(path), cause=error.strerror or str(error)) from error


def parents(paths: Iterable[str]) -> list[str]:
    """Return the folders above these paths, parents first, without the root."""
    found: dict[str, None] = {}
    for path in paths:
        parts = path.strip("/").split("/")
        for depth in range(1, len(parts)):
            found["/" + "/".join(parts[:depth])] = None
    return sorted(found, key=lambda folder: folder.count("/"))
