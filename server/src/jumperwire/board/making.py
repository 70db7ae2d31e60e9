"""The one way to make a board's session, with what is kept of the board between programs."""

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
    """A session that is not connected yet.

    ``board_id``: what the board is known by between programs, else its address. ``data``: the folder where
    is kept whether a transfer was left on it, and what transfers taught; None keeps nothing.
    """
    board_id = board_id or address
    return Session(
        address,
        name=name,
        opener=opener,
        journal=Journal(data / "transfers", board_id) if data else None,
        notes=Notes(data / "ways", board_id) if data else None,
    )
