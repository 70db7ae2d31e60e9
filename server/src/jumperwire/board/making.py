"""The only way to make a board's session, with the data that is kept about the board between processes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from jumperwire.board.journal import Journal
from jumperwire.board.notes import Notes
from jumperwire.board.session import Session
from jumperwire.transport.opening import open_link
from jumperwire.transport.stream import Opened


def make_session(
    address: str,
    *,
    board_id: str = "",
    name: str = "",
    data: Path | None,
    opener: Callable[[str], Awaitable[Opened]] = open_link,
) -> Session:
    """Return a session that is not connected yet.

    ``board_id``: the board's id, by which data about it is kept; by default its address. ``data``: the
    folder that records whether a transfer was left on the board, and what transfers have taught; None
    keeps nothing.
    """
    board_id = board_id or address
    return Session(
        address,
        name=name,
        opener=opener,
        journal=Journal(data / "transfers", board_id) if data else None,
        notes=Notes(data / "ways", board_id) if data else None,
    )
