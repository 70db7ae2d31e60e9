"""Errors on the way from a program to the prompt of a board."""

from __future__ import annotations

from jumperwire.errors.codes import ErrorCode
from jumperwire.errors.root import JumperwireError


class AddressInvalid(JumperwireError):
    """``address`` has no known form; ``expected`` lists the forms."""

    code = ErrorCode.ADDRESS_INVALID
    address: str
    expected: str


class BoardUnknown(JumperwireError):
    """No board has the id ``board``."""

    code = ErrorCode.BOARD_UNKNOWN
    board: str


class NoBoard(JumperwireError):
    """``asked`` means the only board on USB, or the only remembered one, and there is none."""

    code = ErrorCode.NO_BOARD
    asked: str


class SeveralBoards(JumperwireError):
    """``asked`` means the only board, or a board by its name, and there are several: ``boards``."""

    code = ErrorCode.SEVERAL_BOARDS
    asked: str
    boards: tuple[str, ...]


class PortGone(JumperwireError):
    """``port`` does not exist (any more)."""

    code = ErrorCode.PORT_GONE
    port: str


class PortInUse(JumperwireError):
    """``port`` is used by another program: ``program`` and ``pid`` if the system tells, otherwise empty."""

    code = ErrorCode.PORT_IN_USE
    port: str
    program: str
    pid: int | None = None


class PermissionDenied(JumperwireError):
    """The user may not open ``port``; ``group`` and ``command`` say how to get access, if known."""

    code = ErrorCode.PERMISSION_DENIED
    port: str
    group: str
    command: str


class OpenFailed(JumperwireError):
    """``address`` could not be opened, because of ``cause`` (the system's own words)."""

    code = ErrorCode.OPEN_FAILED
    address: str
    cause: str


class NodeMissing(JumperwireError):
    """The virtual board needs Node, and ``tried`` could not be started."""

    code = ErrorCode.NODE_MISSING
    tried: str


class NotConnected(JumperwireError):
    """``board`` is not connected."""

    code = ErrorCode.NOT_CONNECTED
    board: str


class LinkLost(JumperwireError):
    """The link to ``board`` broke: ``cause``."""

    code = ErrorCode.LINK_LOST
    board: str
    cause: str


class BoardReset(JumperwireError):
    """``board`` was reset while something was being done on it."""

    code = ErrorCode.BOARD_RESET
    board: str


class BoardSilent(JumperwireError):
    """``board`` answered nothing at all."""

    code = ErrorCode.BOARD_SILENT
    board: str


class BoardGarbled(JumperwireError):
    """What ``board`` sends is not text: ``heard``. Usually its baud rate differs."""

    code = ErrorCode.BOARD_GARBLED
    board: str
    heard: str


class NotMicroPython(JumperwireError):
    """``board`` answers, but shows no MicroPython prompt: ``heard``."""

    code = ErrorCode.NOT_MICROPYTHON
    board: str
    heard: str


class ProgramRunning(JumperwireError):
    """``program`` is running on ``board``, and interrupting it was not allowed."""

    code = ErrorCode.PROGRAM_RUNNING
    board: str
    program: str


class InterruptIgnored(JumperwireError):
    """``board`` did not return to its prompt after Ctrl-C."""

    code = ErrorCode.INTERRUPT_IGNORED
    board: str


class ProtocolBroken(JumperwireError):
    """``board`` said ``heard`` where the REPL should say ``expected``."""

    code = ErrorCode.PROTOCOL_BROKEN
    board: str
    expected: str
    heard: str


class ReplyTooLarge(JumperwireError):
    """A reply of ``board`` grew beyond ``limit`` bytes."""

    code = ErrorCode.REPLY_TOO_LARGE
    board: str
    limit: int


class ResetUnsupported(JumperwireError):
    """``board`` can be reset neither by its interpreter nor through its link."""

    code = ErrorCode.RESET_UNSUPPORTED
    board: str
