"""How long silences may be, by the link's round trip."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from jumperwire.board.lease import Lease

_AS_LONG_AS_A_PIECE = b"#" * 115 + b"\n"


@dataclass(frozen=True, slots=True)
class Pace:
    """How long silences may be."""

    board: int
    """Milliseconds after which the board thinks that something is missing."""
    acknowledged: float
    """Seconds after which we do, within a frame."""
    kept: float
    """Seconds after which we do, while the board may be writing to its flash."""


async def measured(board: Lease) -> Pace:
    """Measured once per boot."""
    known = board.boot.get("pace")
    if isinstance(known, Pace):
        return known
    loop = asyncio.get_running_loop()
    began = loop.time()
    await board.exec(_AS_LONG_AS_A_PIECE)
    round_trip = loop.time() - began
    pace = Pace(
        board=min(200, 40 + int(3000 * round_trip)),
        acknowledged=0.2 + 3 * round_trip,
        kept=0.5 + 3 * round_trip,
    )
    board.boot["pace"] = pace
    return pace
