"""List and read on a board: one exec each."""

from __future__ import annotations

from jumperwire.board.session import Session
from jumperwire.board.state import Execution, WhenRunning
from jumperwire.device import reply, script, traceback
from jumperwire.device.reply import FolderEntry
from jumperwire.errors import (
    BoardOutOfMemory,
    FileNotFound,
    FileOperationFailed,
    ProtocolBroken,
)

_ENOENT = 2


async def list_folder(
    session: Session, path: str, when_running: WhenRunning = WhenRunning.FAIL
) -> list[FolderEntry]:
    """The entries of ``path``, folders first. Raises FileNotFound, FileOperationFailed."""
    output = await _call(session, "list_folder", path, when_running)
    try:
        return reply.folder_entries(output)
    except reply.BadReply as error:
        raise ProtocolBroken(board=session.name, expected="a listing", heard=str(error)) from error


async def read_file(session: Session, path: str, when_running: WhenRunning = WhenRunning.FAIL) -> bytes:
    """The content of ``path``. Raises FileNotFound, FileOperationFailed."""
    output = await _call(session, "read_file", path, when_running)
    try:
        return reply.content(output)
    except reply.BadReply as error:
        raise ProtocolBroken(board=session.name, expected="a file", heard=str(error)) from error


async def _call(session: Session, name: str, path: str, when_running: WhenRunning) -> bytes:
    async with session.lease(when_running) as board:
        execution = await board.exec(script.call(name, path))
    _check(session, path, execution)
    return execution.output


def _check(session: Session, path: str, execution: Execution) -> None:
    if not execution.error:
        return
    cause = traceback.last_line(execution.error)
    if traceback.is_out_of_memory(execution.error):
        raise BoardOutOfMemory(board=session.name, traceback=cause)
    if traceback.errno(execution.error) == _ENOENT:
        raise FileNotFound(board=session.name, path=path)
    raise FileOperationFailed(board=session.name, path=path, cause=cause)
