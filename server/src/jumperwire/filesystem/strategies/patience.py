"""How long silences may be, by the link's round trip."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

from jumperwire.board.execution import NUDGE
from jumperwire.board.facts import Fact, Until
from jumperwire.board.lease import Lease
from jumperwire.errors import BoardSilent, ProtocolBroken
from jumperwire.filesystem.outgoing import Outgoing

_ATTEMPTS = 4

GONE = 8.0
"""Seconds of silence after which a board that moves files counts as gone: links stall for three, and flash is
erased for one."""

SLACK = 5.0
"""Seconds more for what is no silence, and brings nothing either."""

_SLOWEST_FLASH = 50_000
"""Bytes per second that a board copies, or reads to check them, without a word between."""

_LOSS_FREE = 1.5
"""Seconds before a link that loses nothing is asked whether it did."""

_AS_LONG_AS_A_PIECE = b"#" * 115 + b"\n"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long silences may be."""

    board: int
    """Milliseconds after which the board thinks that something is missing."""
    acknowledged: float
    """Seconds after which we do, within a frame."""
    kept: float
    """Seconds after which we do, while the board may be writing to its flash."""

    def gone(self, files: Sequence[Outgoing]) -> float:
        """Seconds of silence after which a board that is sent these files counts as gone."""
        return GONE + self.kept + max((len(file.data) for file in files), default=0) / _SLOWEST_FLASH


_PACE = Fact[Patience]("measured pace", Until.RESTART)


async def measured(board: Lease) -> Patience:
    """Measured once per boot. Raises what `Lease.exec` does where the link never lets it through."""
    if known := board.facts.get(_PACE):
        return known
    round_trip = await _round_trip(board)
    least = _LOSS_FREE if board.loss_free else 0.0
    patience = Patience(
        board=min(200, 40 + int(3000 * round_trip)),
        acknowledged=max(least, 0.2 + 3 * round_trip),
        kept=max(least, 0.5 + 3 * round_trip),
    )
    return board.facts.put(_PACE, patience)


async def _round_trip(board: Lease) -> float:
    """Seconds; of an attempt in which nothing was lost."""
    for _ in range(_ATTEMPTS - 1):
        with contextlib.suppress(BoardSilent, ProtocolBroken):
            if (took := await _once(board)) < NUDGE:
                return took
    return await _once(board)


async def _once(board: Lease) -> float:
    loop = asyncio.get_running_loop()
    began = loop.time()
    await board.exec(_AS_LONG_AS_A_PIECE, nudge=NUDGE)
    return loop.time() - began
