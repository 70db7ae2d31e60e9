"""Ensures that one process at a time uses a virtual board, by a lock that also ends when its owner dies."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import sys
from pathlib import Path
from typing import BinaryIO

from jumperwire.errors import OpenFailed, PortInUse

log = logging.getLogger(__name__)

_PATIENCE = 2.0
"""Seconds that an owner gets to end. It may be the previous command, or a window that is being reloaded."""

_LOOK = 0.02
"""Seconds between two attempts."""

_NO_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS)
"""Errors of file systems without locks, such as some network home folders."""

_LOCKED_BYTE = 1 << 20
"""The byte that is locked. On Windows nobody can read locked bytes, so it is far after the process id."""


class Claim:
    """A claimed board. The system releases it when this process ends, in whatever way."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def release(self) -> None:
        """Release the board. Releasing it twice does nothing."""
        self._file.close()


async def claim(path: Path, board: str) -> Claim:
    """Lock the file ``path`` for ``board``, waiting a little for an owner that is about to end.

    Raises PortInUse, which names the process that has the lock, and OpenFailed.
    """
    deadline = asyncio.get_running_loop().time() + _PATIENCE
    while True:
        try:
            if taken := _try(path):
                return taken
        except OSError as error:
            raise OpenFailed(address=board, cause=error.strerror or str(error)) from error
        if asyncio.get_running_loop().time() >= deadline:
            raise PortInUse(port=board, program="Jumperwire", pid=_owner(path))
        await asyncio.sleep(_LOOK)


def _try(path: Path) -> Claim | None:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = open(path, "a+b", buffering=0)  # noqa: SIM115 - open for as long as the claim
    try:
        _lock(file)
    except OSError as error:
        if error.errno in _NO_LOCKS:
            log.warning("%s cannot be locked: another process may use that board too", path)
            return Claim(file)
        file.close()
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return None
        raise
    file.truncate(0)
    file.write(str(os.getpid()).encode())
    return Claim(file)


def _lock(file: BinaryIO) -> None:
    """Lock an open file for as long as it is open. Raises OSError if another process has it."""
    if sys.platform == "win32":  # never run on Windows by us
        import msvcrt

        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _owner(path: Path) -> int | None:
    try:
        owner = path.read_bytes()[:20].decode("ascii", "replace")
    except OSError:
        return None
    return int(owner) if owner.isdecimal() else None
