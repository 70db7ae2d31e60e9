"""Runs short source on a board and returns its output, for the commands that measure the link."""

from __future__ import annotations

import asyncio

from jumperwire.board.execution import NUDGE
from jumperwire.board.lease import Lease

_PATIENCE = 10.0
"""The time limit in seconds. If the link changes bytes, the board may end up running an endless program."""


async def said(board: Lease, source: str | bytes) -> bytes | None:
    """Return the output of ``source`` with LF line ends and without the last one; None if it did not run as
    it should.
    """
    try:
        execution = await asyncio.wait_for(board.exec(source, nudge=NUDGE), _PATIENCE)
    except asyncio.TimeoutError:
        return None
    return None if execution.error else execution.output.replace(b"\r\n", b"\n").rstrip(b"\n")
