"""Asks a board what it is and what it can do, once per boot."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from jumperwire.board.execution import NUDGE
from jumperwire.board.facts import Fact, Facts, Until
from jumperwire.board.lease import Lease
from jumperwire.board.state import Identity
from jumperwire.device import script, traceback
from jumperwire.errors import ProtocolBroken

if TYPE_CHECKING:
    from jumperwire.device.reply import BoardInfo

log = logging.getLogger(__name__)

_ROOMY = 6000
"""Bytes of free heap from which a board is asked for more than what it is."""

_ATTEMPTS, _LOSSY_ATTEMPTS = 3, 12
"""Attempts without and with possible losses. A feature that was not reported is not known to be missing."""

_ASKED = Fact[bool]("whether the board was asked what it is", Until.RESTART)


class Probe:
    """What is known about the board itself: ``info`` is None if it cannot tell or was not asked."""

    def __init__(self, board: Identity, facts: Facts, on_change: Callable[[], None]) -> None:
        self.info: BoardInfo | None = None
        self._board = board
        self._facts = facts
        self._on_change = on_change

    @property
    def asked(self) -> bool:
        """Whether the board was asked since it last restarted."""
        return self._facts.get(_ASKED, False)

    async def ask(self, board: Lease) -> None:
        """Ask again. Raises BoardSilent, BoardReset, LinkLost, and ProtocolBroken if no reply arrived
        intact.

        After ProtocolBroken or a cancellation, the next caller that needs the information asks again.
        """
        self._facts.put(_ASKED, True)
        attempts = _ATTEMPTS if board.loss_free else _LOSSY_ATTEMPTS
        try:
            whole = await self._ask_for_info(board, attempts)
            whole = whole and await self._ask_for_features(board, attempts)
        except asyncio.CancelledError:
            self._facts.put(_ASKED, False)  # a feature that was not reported is not known to be missing
            raise
        self._on_change()
        if not whole and not board.loss_free:
            self._facts.put(_ASKED, False)
            raise ProtocolBroken(board=board.name, expected="what the board can do", heard="")

    async def _ask_for_info(self, board: Lease, attempts: int) -> bool:
        """Return False if no reply arrived intact. If the board raises an error instead, it cannot tell."""
        from jumperwire.device import reply  # imported here because many a command line needs no probe

        raised = 0
        for _ in range(attempts):
            if raised == _ATTEMPTS:
                return True
            try:
                execution = await board.exec(script.script("probe"), nudge=NUDGE)
            except ProtocolBroken as error:
                log.info("%s: the probe's reply did not come whole: %s", self._board.name, error)
                continue
            if execution.error:
                cause = traceback.last_line(execution.error)
                log.info("%s: the probe raised %s", self._board.name, cause)
                raised += 1
                continue
            try:
                self.info = reply.board_info(execution.output)
                return True
            except reply.BadReply as error:
                log.warning("%s: %s", self._board.name, error)
        return raised > 0

    async def _ask_for_features(self, board: Lease, attempts: int) -> bool:
        """Return False if no reply arrived intact; True also if the board has no room for the question."""
        from jumperwire.device import reply

        for _ in range(attempts):
            if self.info is None or (self.info.heap_free or 0) <= _ROOMY or self.info.features is not None:
                return True
            try:
                execution = await board.exec(script.script("features"), nudge=NUDGE)
            except ProtocolBroken as error:
                log.info("%s: its features did not come whole: %s", self._board.name, error)
                continue
            self.info = replace(self.info, features=reply.features(execution.output))
        return self.info is None or self.info.features is not None
