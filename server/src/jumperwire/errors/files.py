"""Errors that boards report, and errors of the PC about its own files."""

from __future__ import annotations

from jumperwire.errors.codes import ErrorCode
from jumperwire.errors.root import JumperwireError


class BoardRaised(JumperwireError):
    """Code that was sent raised an exception on ``board``: ``traceback``."""

    code = ErrorCode.BOARD_RAISED
    board: str
    traceback: str


class BoardOutOfMemory(JumperwireError):
    """``board`` does not have enough memory: ``traceback``, or the bytes ``needed`` and ``free``."""

    code = ErrorCode.BOARD_OUT_OF_MEMORY
    board: str
    traceback: str = ""
    needed: int | None = None
    free: int | None = None


class FileNotFound(JumperwireError):
    """There is no ``path`` on ``board``."""

    code = ErrorCode.FILE_NOT_FOUND
    board: str
    path: str


class FileExists(JumperwireError):
    """There already is something at ``path`` on ``board``."""

    code = ErrorCode.FILE_EXISTS
    board: str
    path: str


class FileSystemFull(JumperwireError):
    """``path`` does not fit on ``board``: bytes ``needed``, ``free`` and ``missing``, if known."""

    code = ErrorCode.FILE_SYSTEM_FULL
    board: str
    path: str
    needed: int | None = None
    free: int | None = None
    missing: int | None = None


class ReadOnly(JumperwireError):
    """``path`` is on a file system of ``board`` that cannot be written."""

    code = ErrorCode.READ_ONLY
    board: str
    path: str


class FileOperationFailed(JumperwireError):
    """``board`` refused an operation on ``path``: ``cause``."""

    code = ErrorCode.FILE_OPERATION_FAILED
    path: str
    cause: str
    board: str = ""


class NoFileSystem(JumperwireError):
    """``board`` has no file system at ``path``, or its build cannot list one."""

    code = ErrorCode.NO_FILE_SYSTEM
    board: str
    path: str


class TransferCorrupt(JumperwireError):
    """``path`` was damaged on the way to or from ``board``, however often it was sent."""

    code = ErrorCode.TRANSFER_CORRUPT
    board: str
    path: str


class LocalFileFailed(JumperwireError):
    """The PC refused an operation on its own file ``path``: ``cause`` (the system's own words)."""

    code = ErrorCode.LOCAL_FILE_FAILED
    path: str
    cause: str


class PathUnsafe(JumperwireError):
    """``path`` on a board cannot be saved as a file below a folder of this PC: ``reason``.

    ``others``: how many more cannot be saved, or are hidden; empty for none.
    """

    code = ErrorCode.PATH_UNSAFE
    path: str
    reason: str
    others: int | None = None


class PathHidden(JumperwireError):
    """``path`` on a board is in the hidden ``folder``, on which programs of the PC act.

    ``others``: how many more cannot be saved on this PC, or are hidden; empty for none.
    """

    code = ErrorCode.PATH_HIDDEN
    path: str
    folder: str
    others: int | None = None
