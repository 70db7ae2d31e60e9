"""What goes wrong with projects, packages, and messages between editor and sidecar."""

from __future__ import annotations

from jumperwire.errors.codes import ErrorCode
from jumperwire.errors.root import JumperwireError


class ProjectInvalid(JumperwireError):
    """The project file ``path`` says something that it cannot mean: ``reason``, on ``line`` (from 1)."""

    code = ErrorCode.PROJECT_INVALID
    path: str
    line: int
    reason: str


class SourceMissing(JumperwireError):
    """The folder ``source`` that the project ``path`` names is none: ``reason``."""

    code = ErrorCode.SOURCE_MISSING
    path: str
    source: str
    reason: str


class SourceEmpty(JumperwireError):
    """There is nothing to sync in ``source``; the board would be emptied."""

    code = ErrorCode.SOURCE_EMPTY
    source: str


class PlanStale(JumperwireError):
    """``path`` on ``board`` is not as it was when the plan was made, or there is no such plan any more."""

    code = ErrorCode.PLAN_STALE
    path: str = ""
    board: str = ""


class CompileFailed(JumperwireError):
    """mpy-cross refused ``path``: ``cause``, on ``line`` (from 1; empty where it did not say)."""

    code = ErrorCode.COMPILE_FAILED
    path: str
    line: int | None
    cause: str


class CompilerMissing(JumperwireError):
    """There is no mpy-cross as ``tried``; ``package`` has one."""

    code = ErrorCode.COMPILER_MISSING
    tried: str
    package: str


class CompilerUnfit(JumperwireError):
    """mpy-cross makes version ``made``, and ``board`` reads ``wanted``; ``package`` has one that fits."""

    code = ErrorCode.COMPILER_UNFIT
    board: str
    made: int | None
    wanted: int | None
    package: str


class CompilerUntrusted(JumperwireError):
    """The project file ``path`` names ``command`` to compile with, and nobody agreed to run that."""

    code = ErrorCode.COMPILER_UNTRUSTED
    path: str
    command: str


class DownloadFailed(JumperwireError):
    """What is at ``url`` could not be had: ``cause``, and HTTP's ``status`` where there was an answer."""

    code = ErrorCode.DOWNLOAD_FAILED
    url: str
    status: int | None
    cause: str


class PackageUnknown(JumperwireError):
    """There is no ``package`` of that ``version`` (empty: the newest) at ``index``."""

    code = ErrorCode.PACKAGE_UNKNOWN
    package: str
    version: str
    index: str


class PackageInvalid(JumperwireError):
    """``package`` says something of itself that cannot be installed: ``reason``."""

    code = ErrorCode.PACKAGE_INVALID
    package: str
    reason: str


class PackageCorrupt(JumperwireError):
    """The file ``path`` of ``package`` is not what its hash says: ``url``."""

    code = ErrorCode.PACKAGE_CORRUPT
    package: str
    path: str
    url: str


class PackageChanged(JumperwireError):
    """The file ``path`` on ``board`` is not the one of ``package`` where that comes from."""

    code = ErrorCode.PACKAGE_CHANGED
    package: str
    path: str
    board: str


class PackageNotInstalled(JumperwireError):
    """``package`` was not installed in ``target`` of ``board``."""

    code = ErrorCode.PACKAGE_NOT_INSTALLED
    package: str
    board: str
    target: str


class NoLibraryFolder(JumperwireError):
    """``board`` looks for libraries in no folder that can be written."""

    code = ErrorCode.NO_LIBRARY_FOLDER
    board: str


class RequestInvalid(JumperwireError):
    """A request whose params do not fit the contract: ``detail``."""

    code = ErrorCode.REQUEST_INVALID
    detail: str


class MethodUnknown(JumperwireError):
    """No such ``method``."""

    code = ErrorCode.METHOD_UNKNOWN
    method: str


class MessageTooLarge(JumperwireError):
    """A message of ``size`` bytes, where ``limit`` is the most."""

    code = ErrorCode.MESSAGE_TOO_LARGE
    size: int
    limit: int


class Cancelled(JumperwireError):
    """The other side cancelled the request."""

    code = ErrorCode.CANCELLED


class Internal(JumperwireError):
    """A mistake of ours: ``detail``."""

    code = ErrorCode.INTERNAL
    detail: str
