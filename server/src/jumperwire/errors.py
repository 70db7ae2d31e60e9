"""The exception tree: every error has a code and facts, and no sentence for people.

Sentences live in one place per front end (``extension/src/ui/sentences.ts``, ``cli/sentences.py``), so
that wording, quoting and advice can change without touching what raises. Facts are strings, ready to
be shown, so without secrets; what a board said goes in as a fact, never as a format.
"""

from __future__ import annotations

from enum import Enum

from jumperwire.redaction import redacted


class ErrorCode(str, Enum):
    """What can go wrong, named once for Python, the wire and TypeScript."""

    # finding and opening a board
    ADDRESS_INVALID = "address_invalid"
    BOARD_UNKNOWN = "board_unknown"
    NO_BOARD = "no_board"
    SEVERAL_BOARDS = "several_boards"
    PORT_GONE = "port_gone"
    PORT_IN_USE = "port_in_use"
    PERMISSION_DENIED = "permission_denied"
    OPEN_FAILED = "open_failed"
    NODE_MISSING = "node_missing"
    NOT_CONNECTED = "not_connected"
    # talking to it
    LINK_LOST = "link_lost"
    BOARD_RESET = "board_reset"
    BOARD_SILENT = "board_silent"
    BOARD_GARBLED = "board_garbled"
    NOT_MICROPYTHON = "not_micropython"
    PROGRAM_RUNNING = "program_running"
    INTERRUPT_IGNORED = "interrupt_ignored"
    PROTOCOL_BROKEN = "protocol_broken"
    REPLY_TOO_LARGE = "reply_too_large"
    RESET_UNSUPPORTED = "reset_unsupported"
    # what the board answered
    BOARD_RAISED = "board_raised"
    BOARD_OUT_OF_MEMORY = "board_out_of_memory"
    FILE_NOT_FOUND = "file_not_found"
    FILE_EXISTS = "file_exists"
    FILE_SYSTEM_FULL = "file_system_full"
    READ_ONLY = "read_only"
    FILE_OPERATION_FAILED = "file_operation_failed"
    NO_FILE_SYSTEM = "no_file_system"
    TRANSFER_CORRUPT = "transfer_corrupt"
    # what the PC's side of a transfer answered
    LOCAL_FILE_FAILED = "local_file_failed"
    PATH_UNSAFE = "path_unsafe"
    PATH_HIDDEN = "path_hidden"
    # a project and its plan
    PROJECT_INVALID = "project_invalid"
    SOURCE_MISSING = "source_missing"
    SOURCE_EMPTY = "source_empty"
    PLAN_STALE = "plan_stale"
    COMPILE_FAILED = "compile_failed"
    COMPILER_MISSING = "compiler_missing"
    COMPILER_UNFIT = "compiler_unfit"
    COMPILER_UNTRUSTED = "compiler_untrusted"
    # packages
    DOWNLOAD_FAILED = "download_failed"
    PACKAGE_UNKNOWN = "package_unknown"
    PACKAGE_INVALID = "package_invalid"
    PACKAGE_CORRUPT = "package_corrupt"
    PACKAGE_CHANGED = "package_changed"
    PACKAGE_NOT_INSTALLED = "package_not_installed"
    NO_LIBRARY_FOLDER = "no_library_folder"
    # the wire between editor and sidecar
    REQUEST_INVALID = "request_invalid"
    METHOD_UNKNOWN = "method_unknown"
    MESSAGE_TOO_LARGE = "message_too_large"
    CANCELLED = "cancelled"
    INTERNAL = "internal"


class JumperwireError(Exception):
    """The root: ``code`` says what happened, ``facts`` to what.

    Every subclass fixes its code, so ``except PortInUse`` and ``error.code`` say the same.
    """

    code: ErrorCode = ErrorCode.INTERNAL

    def __init__(self, **facts: str) -> None:
        self.facts = {name: redacted(fact) for name, fact in facts.items()}
        super().__init__(f"{self.code.value} {self.facts}")


class AddressInvalid(JumperwireError):
    """``address`` is of no known form; ``expected`` says what is."""

    code = ErrorCode.ADDRESS_INVALID


class BoardUnknown(JumperwireError):
    """No board has the id ``board``."""

    code = ErrorCode.BOARD_UNKNOWN


class NoBoard(JumperwireError):
    """``asked`` for the one board on USB, or that is remembered, and there is none."""

    code = ErrorCode.NO_BOARD


class SeveralBoards(JumperwireError):
    """``asked`` for the only board there is, or of a name, and there are several: ``boards``."""

    code = ErrorCode.SEVERAL_BOARDS


class PortGone(JumperwireError):
    """``port`` does not exist (any more)."""

    code = ErrorCode.PORT_GONE


class PortInUse(JumperwireError):
    """``port`` is held by another program: ``program`` and ``pid`` where the system tells, else empty."""

    code = ErrorCode.PORT_IN_USE


class PermissionDenied(JumperwireError):
    """The user may not open ``port``; ``group`` and ``command`` say how to, where known."""

    code = ErrorCode.PERMISSION_DENIED


class OpenFailed(JumperwireError):
    """``address`` could not be opened, because of ``cause`` (the system's own words)."""

    code = ErrorCode.OPEN_FAILED


class NodeMissing(JumperwireError):
    """The virtual board needs Node, and none was found as ``tried``."""

    code = ErrorCode.NODE_MISSING


class NotConnected(JumperwireError):
    """``board`` is not connected."""

    code = ErrorCode.NOT_CONNECTED


class LinkLost(JumperwireError):
    """The link to ``board`` broke: ``cause``."""

    code = ErrorCode.LINK_LOST


class BoardReset(JumperwireError):
    """``board`` was reset while something was being done on it."""

    code = ErrorCode.BOARD_RESET


class BoardSilent(JumperwireError):
    """``board`` answered nothing at all."""

    code = ErrorCode.BOARD_SILENT


class BoardGarbled(JumperwireError):
    """What ``board`` sends is not text: ``heard``. Mostly another baud rate."""

    code = ErrorCode.BOARD_GARBLED


class NotMicroPython(JumperwireError):
    """``board`` talks, but shows no MicroPython prompt: ``heard``."""

    code = ErrorCode.NOT_MICROPYTHON


class ProgramRunning(JumperwireError):
    """``program`` runs on ``board`` and nobody allowed to interrupt it."""

    code = ErrorCode.PROGRAM_RUNNING


class InterruptIgnored(JumperwireError):
    """``board`` did not come back to its prompt after Ctrl-C."""

    code = ErrorCode.INTERRUPT_IGNORED


class ProtocolBroken(JumperwireError):
    """``board`` said ``heard`` where the REPL says ``expected``."""

    code = ErrorCode.PROTOCOL_BROKEN


class ReplyTooLarge(JumperwireError):
    """A reply of ``board`` grew beyond ``limit`` bytes."""

    code = ErrorCode.REPLY_TOO_LARGE


class ResetUnsupported(JumperwireError):
    """``board`` can be reset neither by its program nor by its link."""

    code = ErrorCode.RESET_UNSUPPORTED


class BoardRaised(JumperwireError):
    """Code that was sent raised on ``board``: ``traceback``."""

    code = ErrorCode.BOARD_RAISED


class BoardOutOfMemory(JumperwireError):
    """``board`` has not the memory to do that: ``traceback``, or the bytes ``needed`` and ``free``."""

    code = ErrorCode.BOARD_OUT_OF_MEMORY


class FileNotFound(JumperwireError):
    """There is no ``path`` on ``board``."""

    code = ErrorCode.FILE_NOT_FOUND


class FileExists(JumperwireError):
    """There is something at ``path`` on ``board`` already."""

    code = ErrorCode.FILE_EXISTS


class FileSystemFull(JumperwireError):
    """``path`` does not fit on ``board``: bytes ``needed``, ``free`` and ``missing``, where known."""

    code = ErrorCode.FILE_SYSTEM_FULL


class ReadOnly(JumperwireError):
    """``path`` is on a file system of ``board`` that cannot be written."""

    code = ErrorCode.READ_ONLY


class FileOperationFailed(JumperwireError):
    """``board`` refused an operation on ``path``: ``cause``."""

    code = ErrorCode.FILE_OPERATION_FAILED


class NoFileSystem(JumperwireError):
    """``board`` has no file system at ``path``, or a build that cannot list one."""

    code = ErrorCode.NO_FILE_SYSTEM


class TransferCorrupt(JumperwireError):
    """What arrived of ``path`` is not what was sent, however often: ``board``."""

    code = ErrorCode.TRANSFER_CORRUPT


class LocalFileFailed(JumperwireError):
    """The PC refused an operation on its own file ``path``: ``cause`` (the system's own words)."""

    code = ErrorCode.LOCAL_FILE_FAILED


class PathUnsafe(JumperwireError):
    """``path`` of a board cannot be a file below a folder of this PC: ``reason``.

    ``others``: how many more cannot be, or are hidden; empty for none.
    """

    code = ErrorCode.PATH_UNSAFE


class PathHidden(JumperwireError):
    """``path`` of a board is in the hidden ``folder``, where programs of the PC act on it.

    ``others``: how many more cannot be on this PC, or are hidden; empty for none.
    """

    code = ErrorCode.PATH_HIDDEN


class ProjectInvalid(JumperwireError):
    """The project file ``path`` says something that it cannot mean: ``reason``, on ``line`` (from 1)."""

    code = ErrorCode.PROJECT_INVALID


class SourceMissing(JumperwireError):
    """The folder ``source`` that the project ``path`` names is none: ``reason``."""

    code = ErrorCode.SOURCE_MISSING


class SourceEmpty(JumperwireError):
    """There is nothing to sync in ``source``; the board would be emptied."""

    code = ErrorCode.SOURCE_EMPTY


class PlanStale(JumperwireError):
    """``path`` on ``board`` is not as it was when the plan was made, or there is no such plan any more."""

    code = ErrorCode.PLAN_STALE


class CompileFailed(JumperwireError):
    """mpy-cross refused ``path``: ``cause``, on ``line`` (from 1; empty where it did not say)."""

    code = ErrorCode.COMPILE_FAILED


class CompilerMissing(JumperwireError):
    """There is no mpy-cross as ``tried``; ``package`` has one."""

    code = ErrorCode.COMPILER_MISSING


class CompilerUnfit(JumperwireError):
    """mpy-cross makes version ``made``, and ``board`` reads ``wanted``; ``package`` has one that fits."""

    code = ErrorCode.COMPILER_UNFIT


class CompilerUntrusted(JumperwireError):
    """The project file ``path`` names ``command`` to compile with, and nobody agreed to run that."""

    code = ErrorCode.COMPILER_UNTRUSTED


class DownloadFailed(JumperwireError):
    """What is at ``url`` could not be had: ``cause``, and HTTP's ``status`` where there was an answer."""

    code = ErrorCode.DOWNLOAD_FAILED


class PackageUnknown(JumperwireError):
    """There is no ``package`` of that ``version`` (empty: the newest) at ``index``."""

    code = ErrorCode.PACKAGE_UNKNOWN


class PackageInvalid(JumperwireError):
    """``package`` says something of itself that cannot be installed: ``reason``."""

    code = ErrorCode.PACKAGE_INVALID


class PackageCorrupt(JumperwireError):
    """The file ``path`` of ``package`` is not what its hash says: ``url``."""

    code = ErrorCode.PACKAGE_CORRUPT


class PackageChanged(JumperwireError):
    """The file ``path`` on ``board`` is not the one of ``package`` where that comes from."""

    code = ErrorCode.PACKAGE_CHANGED


class PackageNotInstalled(JumperwireError):
    """``package`` was not installed in ``target`` of ``board``."""

    code = ErrorCode.PACKAGE_NOT_INSTALLED


class NoLibraryFolder(JumperwireError):
    """``board`` looks for libraries in no folder that can be written."""

    code = ErrorCode.NO_LIBRARY_FOLDER


class RequestInvalid(JumperwireError):
    """A request whose params do not fit the contract: ``detail``."""

    code = ErrorCode.REQUEST_INVALID


class MethodUnknown(JumperwireError):
    """No such ``method``."""

    code = ErrorCode.METHOD_UNKNOWN


class MessageTooLarge(JumperwireError):
    """A message of ``size`` bytes, where ``limit`` is the most."""

    code = ErrorCode.MESSAGE_TOO_LARGE


class Cancelled(JumperwireError):
    """The other side cancelled the request."""

    code = ErrorCode.CANCELLED
