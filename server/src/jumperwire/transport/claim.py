"""One process at a time on a board that is files of this PC, by a lock that its owner's death ends."""

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
"""Seconds that an owner gets to end: the command before, or the window that is being loaded again."""

_LOOK = 0.02
"""Seconds between two looks."""

_NO_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS)
"""What file systems say that know no locks, as some network homes do."""

_LOCKED_BYTE = 1 << 20
"""Windows lets nobody read what is locked, so a byte far behind the process id is."""


class Claim:
    """A claimed board. The system releases it when this process ends, however it ends."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def release(self) -> None:
        """Let others have it. Releasing it twice does nothing."""
        self._file.close()


async def claim(path: Path, board: str) -> Claim:
    """Take the lock file ``path`` for ``board``, waiting a little for an owner that is about to end.

    Raises PortInUse, which names the process that keeps it, and OpenFailed.
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
    file = open(path, "a+b", buffering=0)  # noqa: SIM115 — as long as the claim
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
    """Lock an open file, for as long as it is open. Raises OSError where another has it."""
    if sys.platform == "win32":  # not run here
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
