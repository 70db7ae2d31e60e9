"""The PC's side of a transfer: folders are read, and files appear whole or not at all.

A path that a board names is untrusted: `below` refuses what would leave the target folder, or could not
be a file of this name on any of the three systems.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jumperwire.errors import LocalFileFailed, PathUnsafe

_RESERVED = re.compile(
    r"(con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])(\..*)?", re.IGNORECASE
)
_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"\\|?*\ud800-\udfff]')


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file to send. ``remote`` is where it goes."""

    path: Path
    remote: str


@dataclass(frozen=True, slots=True)
class LocalTree:
    """What is to be sent: the folders that are needed, parents first, and the files."""

    folders: list[str]
    files: list[LocalFile]


def tree(local: Path, remote: str) -> LocalTree:
    """A file, or a folder with all that is in it. Links are followed, but no loop. Raises LocalFileFailed."""
    with local_errors(local):
        if not local.is_dir():
            local.stat()
            return LocalTree([], [LocalFile(local, remote)])
        found = LocalTree([remote], [])
        _collect(local, remote, found, (local.resolve(),))
        return found


def _collect(local: Path, remote: str, found: LocalTree, above: tuple[Path, ...]) -> None:
    with local_errors(local):
        entries = sorted(os.scandir(local), key=lambda entry: entry.name)
    for entry in entries:
        path, target = Path(entry.path), f"{remote.rstrip('/')}/{entry.name}"
        if not entry.is_dir():
            if entry.is_file():  # not a socket, a pipe or a broken link
                found.files.append(LocalFile(path, target))
            continue
        real = path.resolve()
        if real in above:
            raise LocalFileFailed(path=str(path), cause="a link to a folder that it is in")
        found.folders.append(target)
        _collect(path, target, found, (*above, real))


def read(path: Path) -> bytes:
    """A file as of one moment. Raises LocalFileFailed."""
    with local_errors(path):
        return path.read_bytes()


def below(folder: Path, relative: str, taken: dict[str, str]) -> Path:
    """The path in ``folder`` for a path that a board named. Raises PathUnsafe.

    ``taken`` holds those given out before, in lower case: where file names are compared without case,
    two of them would be one file.
    """
    parts = relative.split("/")
    for part in parts:
        if reason := unsafe(part):
            raise PathUnsafe(path=relative, reason=reason)
    for depth in range(1, len(parts) + 1):
        name = "/".join(parts[:depth])
        other = taken.setdefault(name.casefold(), name)
        if other != name:
            raise PathUnsafe(path=relative, reason=f"differs from {other} only in case")
    return folder.joinpath(*parts)


def unsafe(part: str) -> str:
    """Why a name cannot be one on each of the three systems; empty where it can."""
    if part in ("", ".", ".."):
        return "it would leave the folder"
    if match := _FORBIDDEN.search(part):
        return f"it holds {match[0]!r}"
    if _RESERVED.fullmatch(part):
        return f"{part} is a device on Windows"
    if part[-1] in " .":
        return "it ends with a dot or a space"
    return ""


class NewFile:
    """A file in the making, under another name in the same folder until `commit`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with local_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".jumperwire-", dir=path.parent)
        self._temporary = Path(name)
        self._file = os.fdopen(handle, "wb")

    def write(self, data: bytes) -> None:
        """Add to the end. Raises LocalFileFailed."""
        with local_errors(self._path):
            self._file.write(data)

    def commit(self) -> None:
        """Let it take its place."""
        with local_errors(self._path):
            self._file.close()
            _usual_mode(self._temporary)
            self._temporary.replace(self._path)

    def discard(self) -> None:
        """Leave what was there; no error if it took its place."""
        self._file.close()
        self._temporary.unlink(missing_ok=True)


def _usual_mode(path: Path) -> None:
    """What `open` would have given: temporary files are made for their owner alone."""
    if os.name == "posix":  # Windows has no such bits
        mask = os.umask(0)
        os.umask(mask)
        path.chmod(0o666 & ~mask)


@contextmanager
def local_errors(path: Path) -> Iterator[None]:
    """The system's errors as ours."""
    try:
        yield
    except OSError as error:
        raise LocalFileFailed(path=str(path), cause=error.strerror or str(error)) from error


def parents(paths: Iterable[str]) -> list[str]:
    """The folders above these paths, parents first, without the root."""
    found: dict[str, None] = {}
    for path in paths:
        parts = path.strip("/").split("/")
        for depth in range(1, len(parts)):
            found["/" + "/".join(parts[:depth])] = None
    return sorted(found, key=lambda folder: folder.count("/"))
