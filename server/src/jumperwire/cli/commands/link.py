"""What a board says to short source, for the commands that measure its link."""

from __future__ import annotations

import asyncio

from jumperwire.board.execution import NUDGE
from jumperwire.board.lease import Lease

_PATIENCE = 10.0
"""Seconds: where bytes change, what arrives may be a program without an end."""


async def said(board: Lease, source: str | bytes) -> bytes | None:
    """Its output, with LF line ends and none behind the last line; None where it ran otherwise."""
    try:
        execution = await asyncio.wait_for(board.exec(source, nudge=NUDGE), _PATIENCE)
    except asyncio.TimeoutError:
        return None
    return None if execution.error else execution.output.replace(b"\r\n", b"\n").rstrip(b"\n")
