"""Asks a board what it is and what it can do, once per boot."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from jumperwire.board.execution import BRIEF, NUDGE
from jumperwire.board.facts import Fact, Facts, Until
from jumperwire.board.lease import Lease
from jumperwire.board.state import Execution, Identity
from jumperwire.device import script, traceback
from jumperwire.errors import BoardSilent, ProtocolBroken

if TYPE_CHECKING:
    from jumperwire.device.reply import BoardInfo

log = logging.getLogger(__name__)

_ROOMY = 6000
"""Bytes of free heap from which a board is asked for more than what it is."""

_ATTEMPTS, _LOSSY_ATTEMPTS = 3, 12
"""Attempts without and with possible losses. A feature that was not reported is not known to be missing."""

_RAISED, _LOSSY_RAISED = 3, 5
"""Times that the board has to raise the same error, without and with possible losses, until it counts as one
that cannot tell.
"""

_LOST = (b"SyntaxError", b"IndentationError")
"""Errors that say nothing about a board: they come from source that lost bytes."""

_SILENT = 2
"""Silences after which a board counts as silent where bytes may be lost: one may come from those."""

_ASKED = Fact[bool]("whether the board was asked what it is", Until.RESTART)


class Probe:
    """What is known about the board itself: ``info`` is None if it cannot tell or was not asked."""

    def __init__(self, board: Identity, facts: Facts, on_change: Callable[[], None]) -> None:
        self.info: BoardInfo | None = None
        self._board = board
        self._facts = facts
        self._on_change = on_change
        self._silent = 0

    @property
    def asked(self) -> bool:
        """Whether the board was asked since it last restarted."""
        return self._facts.get(_ASKED, False)

    async def ask(self, board: Lease) -> None:
        """Ask again. Raises BoardSilent, BoardReset, LinkLost, and ProtocolBroken if no reply arrived
        intact.

        After ProtocolBroken, a cancellation, or silence where bytes may be lost, the next caller that needs
        the information asks again.
        """
        self._facts.put(_ASKED, True)
        self._silent = 0
        attempts = _ATTEMPTS if board.loss_free else _LOSSY_ATTEMPTS
        try:
            whole = await self._ask_for_info(board, attempts)
            whole = whole and await self._ask_for_features(board, attempts)
        except asyncio.CancelledError:
            self._facts.put(_ASKED, False)  # a feature that was not reported is not known to be missing
            raise
        except BoardSilent:
            self._facts.put(_ASKED, board.loss_free)
            raise
        self._on_change()
        if not whole and not board.loss_free:
            self._facts.put(_ASKED, False)
            raise ProtocolBroken(board=board.name, expected="what the board can do", heard="")

    async def _ask_for_info(self, board: Lease, attempts: int) -> bool:
        """Return False if no reply arrived intact. If the board raises an error instead, it cannot tell."""
        from jumperwire.device import reply  # imported here because many a command line needs no probe

        errors: list[bytes] = []
        for _ in range(attempts):
            execution = await self._reply(board, "probe")
            if execution is None:
                continue
            if execution.error:
                log.info("%s: the probe raised %s", self._board.name, traceback.last_line(execution.error))
                if not board.loss_free and any(name in execution.error for name in _LOST):
                    continue
                errors.append(execution.error)
                if errors.count(execution.error) == (_RAISED if board.loss_free else _LOSSY_RAISED):
                    return True
                continue
            try:
                self.info = reply.board_info(execution.output)
                return True
            except reply.BadReply as error:
                log.warning("%s: %s", self._board.name, error)
        return bool(errors) and board.loss_free

    async def _ask_for_features(self, board: Lease, attempts: int) -> bool:
        """Return False if no reply arrived intact; True also if the board has no room for the question."""
        from jumperwire.device import reply

        for _ in range(attempts):
            if self.info is None or (self.info.heap_free or 0) <= _ROOMY or self.info.features is not None:
                return True
            execution = await self._reply(board, "features")
            if execution is not None:
                self.info = replace(self.info, features=reply.features(execution.output))
        return self.info is None or self.info.features is not None

    async def _reply(self, board: Lease, name: str) -> Execution | None:
        """Run a script; None if its reply did not arrive. Raises BoardSilent if the board stays silent."""
        try:
            execution = await self._exec(board, name)
        except (BoardSilent, ProtocolBroken) as error:
            if isinstance(error, BoardSilent):
                self._silent += 1
                if board.loss_free or self._silent == _SILENT:
                    raise
            log.info("%s: the reply of %s did not come whole: %s", self._board.name, name, error)
            return None
        self._silent = 0
        return execution

    async def _exec(self, board: Lease, name: str) -> Execution:
        running = board.exec(script.script(name), nudge=NUDGE)
        try:
            return await asyncio.wait_for(running, None if board.loss_free else BRIEF)
        except asyncio.TimeoutError as error:
            raise BoardSilent(board=board.name) from error
