"""Receives a download: files that appear complete, one after the other."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jumperwire.atomic import NewFile
from jumperwire.errors import FileOperationFailed, JumperwireError, TransferCorrupt
from jumperwire.filesystem.local import local_errors
from jumperwire.filesystem.outgoing import Meter

_GROWTH = 1 << 16
"""The number of bytes by which any file may have grown."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file of the board, its size when it was listed, and where it is to be saved."""

    remote: str
    size: int
    path: Path
    within: Path | None = None
    """The folder that ``path`` must not leave through links; None if the user named the whole path."""


class Receiver:
    """Writes files as they arrive. Errors on the PC's side are kept in ``error``."""

    def __init__(self, board: str, files: Sequence[Incoming], meter: Meter) -> None:
        self.done = 0
        self.size = 0
        self.error: JumperwireError | None = None
        self.refused: FileOperationFailed | None = None
        """Why a file is refused by every strategy: it is much longer than it was when it was listed."""
        self._board = board
        self._files = files
        self._meter = meter
        self._new: NewFile | None = None
        self._hash = hashlib.sha256()
        self._received = 0

    @property
    def missing(self) -> Sequence[Incoming]:
        """The files that have not arrived yet."""
        return self._files[self.done :]

    def data(self, file: int, data: bytes) -> bool:
        """Take the next bytes of the file that is being received. Returns False if it cannot continue."""
        del file  # files arrive in order
        try:
            self._ensure_room_for(data)
            new = self._open()
            with local_errors(self._files[self.done].path):
                new.write(data)
        except JumperwireError as error:
            self.error = error
            return False
        self._hash.update(data)
        self._received += len(data)
        self._meter.add(len(data))
        return True

    def end(self, file: int, digest: bytes) -> bool:
        """End the file. Returns whether its SHA-256 begins with ``digest``."""
        del file
        try:
            new = self._open()
            if not self._hash.digest().startswith(digest):
                raise TransferCorrupt(board=self._board, path=self._files[self.done].remote)
            with local_errors(self._files[self.done].path):
                new.commit()
        except JumperwireError as error:
            self.error = error
            return False
        self.size += self._received
        self.discard()
        self.done += 1
        self._meter.end()
        return True

    def check(self) -> None:
        """Raise the error that occurred on the PC's side, or with a digest."""
        if self.error:
            raise self.error

    def restart(self) -> None:
        """Begin the current file anew, and forget what went wrong with it."""
        self.discard()
        self.error = None
        missing = self.missing
        self._meter.restart(len(missing), sum(file.size for file in missing))

    def discard(self) -> None:
        """Delete the file that is only partly received."""
        if self._new:
            self._new.discard()
        self._new = None
        self._hash = hashlib.sha256()
        self._received = 0

    def _open(self) -> NewFile:
        if self._new is None:
            file = self._files[self.done]
            self._meter.begin(file.remote)
            with local_errors(file.path):
                self._new = NewFile(file.path, file.within)
        return self._new

    def _ensure_room_for(self, data: bytes) -> None:
        """Refuse a file that has grown too much since it was listed, so that an endless one does not fill
        the disk.
        """
        file = self._files[self.done]
        most = 2 * file.size + _GROWTH
        if self._received + len(data) > most:
            cause = f"it was listed with {file.size} bytes, and more than {most} came"
            self.refused = FileOperationFailed(board=self._board, path=file.remote, cause=cause)
            raise self.refused
