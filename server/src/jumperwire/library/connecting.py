"""``connect``: from an address to a board, as a context manager or as an awaitable."""

from __future__ import annotations

from collections.abc import Generator
from types import TracebackType
from typing import Any

from jumperwire import config
from jumperwire.board.making import make_session
from jumperwire.board.state import WhenRunning
from jumperwire.library.board import Board
from jumperwire.library.choosing import AUTO, choose
from jumperwire.library.options import Busy


class Connection:
    """``async with connect(…) as board``, or ``board = await connect(…)`` and ``board.close()``."""

    def __init__(self, address: str, when_running: WhenRunning) -> None:
        self._address = address
        self._when_running = when_running
        self._board: Board | None = None

    def __await__(self) -> Generator[Any, None, Board]:
        return self._open().__await__()

    async def __aenter__(self) -> Board:
        self._board = await self._open()
        return self._board

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._board:
            await self._board.close()

    async def _open(self) -> Board:
        board_id, address, name = await choose(self._address)
        session = make_session(address, board_id=board_id, name=name, data=config.data_dir())
        await session.connect()
        return Board(session, board_id, self._when_running)


def connect(address: str = AUTO, *, when_running: Busy = WhenRunning.FAIL) -> Connection:
    """Connect to a board. Nothing is sent to it, and a program that is running keeps running.

    ``address``: a port (``/dev/ttyACM0``, ``COM7``), ``id:<USB serial number>``, ``virtual:<name>``,
    ``socket://host:port``, ``exec:<command line>``, the name of a board in the editor, ``auto`` for the
    only board on USB, or ``auto:remembered`` for the only one that the editor remembers.

    ``when_running``: what operations do if a program is running: ``"fail"`` (raise ProgramRunning),
    ``"interrupt"`` or ``"wait"``.

    Raises NoBoard, SeveralBoards, BoardUnknown, AddressInvalid, and the errors of opening a port:
    PortInUse, PortGone, PermissionDenied, OpenFailed.
    """
    return Connection(address, WhenRunning(when_running))
