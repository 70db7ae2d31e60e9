"""How long silences may last, derived from the link's round trip."""

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
"""Seconds of silence after which a board that is moving files counts as gone.

Links stall for up to three seconds, and erasing flash takes one.
"""

SLACK = 5.0
"""Additional seconds for what is not silence, but brings no progress."""

_SLOWEST_FLASH = 50_000
"""Bytes per second at which a board copies files, or reads them to check, without saying anything."""

_LOSS_FREE = 1.5
"""Seconds before a loss-free link is asked whether it lost something."""

_QUIET = 600
"""The most milliseconds that the board waits within a frame, which has to be longer than a round trip: the
next piece comes only when one is acknowledged.
"""

_AS_LONG_AS_A_PIECE = b"#" * 115 + b"\n"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long silences may last."""

    board: int
    """Milliseconds after which the board assumes that something is missing."""
    acknowledged: float
    """Seconds after which we assume that, within a frame."""
    kept: float
    """Seconds after which we assume that while the board may be writing to its flash."""

    def gone(self, files: Sequence[Outgoing]) -> float:
        """Return the seconds of silence after which a board that receives these files counts as gone."""
        return GONE + self.kept + max((len(file.data) for file in files), default=0) / _SLOWEST_FLASH


_PACE = Fact[Patience]("measured pace", Until.RESTART)


async def measured(board: Lease) -> Patience:
    """Measure the link, once per boot.

    Raises the errors of `Lease.exec` if the link never lets it through.
    """
    if known := board.facts.get(_PACE):
        return known
    round_trip = await _round_trip(board)
    least = _LOSS_FREE if board.loss_free else 0.0
    patience = Patience(
        board=min(_QUIET, 40 + int(3000 * round_trip)),
        acknowledged=max(least, 0.2 + 3 * round_trip),
        kept=max(least, 0.5 + 3 * round_trip),
    )
    return board.facts.put(_PACE, patience)


async def _round_trip(board: Lease) -> float:
    """Return the seconds of an attempt in which nothing was lost."""
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
