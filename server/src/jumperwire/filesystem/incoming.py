"""Receives a download: files that appear complete, one after the other."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jumperwire.errors import FileOperationFailed, JumperwireError, LocalFileFailed, TransferCorrupt
from jumperwire.filesystem.outgoing import Meter
from jumperwire.filesystem.writer import Writer

_GROWTH = 1 << 16
"""The number of bytes by which any file may have grown."""

_PIECE = 1 << 16
"""The number of bytes that are handed to the writer at once, but for the first ones, which open the file."""

_MOST_WAITING = 64 << 20
"""The number of bytes that may wait for the disk. More memory is not spent on it: the download fails."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file of the board, its size when it was listed, and where it is to be saved."""

    remote: str
    size: int
    path: Path
    within: Path | None = None
    """The folder that ``path`` must not leave through links; None if the user named the whole path."""


class Receiver:
    """Has files written as they arrive. Failures are kept in ``error``."""

    def __init__(self, board: str, files: Sequence[Incoming], meter: Meter) -> None:
        self.done = 0
        self.size = 0
        self.refused: FileOperationFailed | None = None
        """Why a file is refused by every strategy: it is much longer than it was when it was listed."""
        self._board = board
        self._files = files
        self._meter = meter
        self._writer = Writer()
        self._error: JumperwireError | None = None
        self._hash = hashlib.sha256()
        self._received = 0
        self._begun = False
        self._kept = bytearray()

    @property
    def missing(self) -> Sequence[Incoming]:
        """The files that have not arrived yet."""
        return self._files[self.done :]

    @property
    def error(self) -> BaseException | None:
        """Why nothing more is taken: a digest, a file that is too long, or a failure on the PC's side."""
        return self._error or self._writer.error

    def data(self, file: int, data: bytes) -> bool:
        """Take the next bytes of the file that is being received. Returns False if it cannot continue."""
        del file  # files arrive in order
        if self.error:
            return False
        now = self._files[self.done]
        try:
            self._ensure_room_for(data)
        except JumperwireError as error:
            self._error = error
            return False
        first = not self._received
        self._begin()
        self._hash.update(data)
        self._received += len(data)
        self._kept += data
        if first or len(self._kept) >= _PIECE:
            self._writer.write(now.path, now.within, self._take())
        self._meter.add(len(data))
        return True

    def end(self, file: int, digest: bytes) -> bool:
        """End the file. Returns whether its SHA-256 begins with ``digest``."""
        del file
        if self.error:
            return False
        now = self._files[self.done]
        self._begin()
        if not self._hash.digest().startswith(digest):
            self._error = TransferCorrupt(board=self._board, path=now.remote)
            return False
        self._writer.commit(now.path, now.within, self._take())
        self.size += self._received
        self._forget()
        self.done += 1
        self._meter.end()
        return True

    async def settle(self) -> None:
        """Wait until what has arrived is written. Raises ``error``."""
        await self._writer.settle()
        if self._error:
            raise self._error

    async def restart(self) -> None:
        """Begin the current file again. Raises a failure on the PC's side; others are forgotten."""
        await self._writer.settle()
        self._writer.discard()
        self._forget()
        self._error = None
        missing = self.missing
        self._meter.restart(len(missing), sum(file.size for file in missing))

    async def aclose(self) -> None:
        """Drop what is incomplete, and write nothing more."""
        self._forget()
        await self._writer.aclose()

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            self._meter.begin(self._files[self.done].remote)

    def _take(self) -> bytes:
        kept = bytes(self._kept)
        self._kept.clear()
        return kept

    def _forget(self) -> None:
        self._begun = False
        self._kept.clear()
        self._hash = hashlib.sha256()
        self._received = 0

    def _ensure_room_for(self, data: bytes) -> None:
        """Refuse a file that would fill the disk, or the memory because of a slow disk.

        Raises FileOperationFailed, LocalFileFailed.
        """
        file = self._files[self.done]
        most = 2 * file.size + _GROWTH
        if self._received + len(data) > most:
            cause = f"it was listed with {file.size} bytes, and more than {most} came"
            self.refused = FileOperationFailed(board=self._board, path=file.remote, cause=cause)
            raise self.refused
        if self._writer.waiting > _MOST_WAITING:
            raise LocalFileFailed(path=str(file.path), cause="the disk is too slow")
