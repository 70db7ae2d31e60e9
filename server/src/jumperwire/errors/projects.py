"""Errors of projects, packages, and messages between editor and sidecar."""

from __future__ import annotations

from jumperwire.errors.codes import ErrorCode
from jumperwire.errors.root import JumperwireError


class ProjectInvalid(JumperwireError):
    """The project file ``path`` has an invalid value: ``reason``, on ``line`` (from 1)."""

    code = ErrorCode.PROJECT_INVALID
    path: str
    line: int
    reason: str


class SourceMissing(JumperwireError):
    """The project ``path`` names ``source``, which is not a usable folder: ``reason``."""

    code = ErrorCode.SOURCE_MISSING
    path: str
    source: str
    reason: str


class SourceEmpty(JumperwireError):
    """There is nothing to sync in ``source``, so the board would be emptied."""

    code = ErrorCode.SOURCE_EMPTY
    source: str


class PlanStale(JumperwireError):
    """``path`` on ``board`` has changed since the plan was made, or the plan does not exist any more."""

    code = ErrorCode.PLAN_STALE
    path: str = ""
    board: str = ""


class CompileFailed(JumperwireError):
    """mpy-cross could not compile ``path``: ``cause``, on ``line`` (from 1; empty if unknown)."""

    code = ErrorCode.COMPILE_FAILED
    path: str
    line: int | None
    cause: str


class CompilerMissing(JumperwireError):
    """There is no mpy-cross at ``tried``; ``package`` provides one."""

    code = ErrorCode.COMPILER_MISSING
    tried: str
    package: str


class CompilerUnfit(JumperwireError):
    """mpy-cross makes version ``made``, but ``board`` reads ``wanted``; ``package`` provides one that
    fits.
    """

    code = ErrorCode.COMPILER_UNFIT
    board: str
    made: int | None
    wanted: int | None
    package: str


class CompilerUntrusted(JumperwireError):
    """The project file ``path`` names ``command`` to compile with, and nobody has agreed to run it."""

    code = ErrorCode.COMPILER_UNTRUSTED
    path: str
    command: str


class DownloadFailed(JumperwireError):
    """``url`` could not be downloaded: ``cause``, and HTTP's ``status`` if there was an answer."""

    code = ErrorCode.DOWNLOAD_FAILED
    url: str
    status: int | None
    cause: str


class PackageUnknown(JumperwireError):
    """``index`` has no ``package`` with that ``version`` (empty: the newest)."""

    code = ErrorCode.PACKAGE_UNKNOWN
    package: str
    version: str
    index: str


class PackageInvalid(JumperwireError):
    """``package`` describes itself in a way that cannot be installed: ``reason``."""

    code = ErrorCode.PACKAGE_INVALID
    package: str
    reason: str


class PackageCorrupt(JumperwireError):
    """The file ``path`` of ``package`` does not match its hash: ``url``."""

    code = ErrorCode.PACKAGE_CORRUPT
    package: str
    path: str
    url: str


class PackageChanged(JumperwireError):
    """The file ``path`` on ``board`` differs from the one that ``package`` has at its source."""

    code = ErrorCode.PACKAGE_CHANGED
    package: str
    path: str
    board: str


class PackageNotInstalled(JumperwireError):
    """``package`` is not installed in ``target`` of ``board``."""

    code = ErrorCode.PACKAGE_NOT_INSTALLED
    package: str
    board: str
    target: str


class NoLibraryFolder(JumperwireError):
    """``board`` has no library folder that can be written."""

    code = ErrorCode.NO_LIBRARY_FOLDER
    board: str


class RequestInvalid(JumperwireError):
    """The params of a request do not fit the contract: ``detail``."""

    code = ErrorCode.REQUEST_INVALID
    detail: str


class MethodUnknown(JumperwireError):
    """There is no such ``method``."""

    code = ErrorCode.METHOD_UNKNOWN
    method: str


class MessageTooLarge(JumperwireError):
    """A message has ``size`` bytes, but at most ``limit`` are allowed."""

    code = ErrorCode.MESSAGE_TOO_LARGE
    size: int
    limit: int


class Cancelled(JumperwireError):
    """The other side cancelled the request."""

    code = ErrorCode.CANCELLED


class Internal(JumperwireError):
    """A bug of ours: ``detail``."""

    code = ErrorCode.INTERNAL
    detail: str
