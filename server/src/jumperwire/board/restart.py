"""Waits until a board whose chip restarts is back."""

from __future__ import annotations

import asyncio

from jumperwire.board.session import Session
from jumperwire.board.state import RunEnd, RunOutcome, State
from jumperwire.errors import BoardReset

_BACK = 15.0
"""Seconds for a board whose link disappears with its chip to come back after a reset."""

_BOOT = 1.5
"""Seconds for a board whose link stays to show its prompt; after that, it counts as running its main.py."""


async def link_back(session: Session) -> None:
    """Wait until the link is open, if it disappeared with the chip.

    Raises what keeps it from being opened.
    """
    await asyncio.sleep(0)  # lets us notice a link that has gone
    try:
        there = (State.ATTACHED, State.IDLE, State.RUNNING, State.BUSY)
        await asyncio.wait_for(session.wait_for(*there), _BACK)
    except asyncio.TimeoutError as error:
        raise session.fault or BoardReset(board=session.name) from error


async def restarted(session: Session, program: asyncio.Future[RunOutcome]) -> bool:
    """Return whether ``program``, which restarts the chip, has ended; if not, the board is in its main.py."""
    await asyncio.wait([program], timeout=_BOOT)
    if not program.done():
        return False
    if (await program).end is RunEnd.LINK:
        await link_back(session)
    return True
