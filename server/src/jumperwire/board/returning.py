"""Returns a board to its terminals shortly after an operation, unless another operation follows."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from jumperwire.board.connection import Connection
from jumperwire.board.keyboard import Keyboard
from jumperwire.board.lease import Lease
from jumperwire.board.link import Link
from jumperwire.board.owner import TaskOwner
from jumperwire.board.probe import Probe
from jumperwire.board.prompt_access import PromptAccess
from jumperwire.board.state import Identity
from jumperwire.board.turns import Turns
from jumperwire.errors import JumperwireError, ProtocolBroken
from jumperwire.protocol.repl_state import ReplState

log = logging.getLogger(__name__)

LINGER = 0.05
"""Seconds that a board stays in the raw REPL after an operation, so that the next one costs one round
trip.
"""


class Returning:
    """Makes the board leave the raw REPL, after `LINGER` or at once."""

    def __init__(
        self,
        board: Identity,
        connection: Connection,
        turns: Turns,
        prompt: PromptAccess,
        keyboard: Keyboard,
        probe: Probe,
        tasks: TaskOwner,
        lease: Callable[[Link], Lease],
        end_turn: Callable[[], None],
    ) -> None:
        self._board = board
        self._connection = connection
        self._turns = turns
        self._prompt = prompt
        self._keyboard = keyboard
        self._probe = probe
        self._tasks = tasks
        self._lease = lease
        self._end_turn = end_turn
        self._timer: asyncio.TimerHandle | None = None

    def later(self) -> None:
        """Note that an operation has ended: give the board back unless another one follows soon."""
        link = self._connection.link
        if link is None or not self._prompt.is_away(link) or self._turns.taken:
            return
        if self._keyboard.waiting:
            self.soon()
        else:
            self._timer = asyncio.get_running_loop().call_later(LINGER, self.soon)

    def soon(self) -> None:
        """Give the board back without waiting, unless somebody has it."""
        self.hold()
        if not self._turns.taken:
            self._tasks.spawn(self.now(probe=True), "leave")

    def hold(self) -> None:
        """Note that an operation begins: the board stays where it is."""
        if self._timer:
            self._timer.cancel()
            self._timer = None

    async def _ask(self, link: Link) -> None:
        try:
            await self._probe.ask(self._lease(link))
        except ProtocolBroken as error:
            log.info("%s: what it is stays unknown for now: %s", self._board.name, error)

    async def now(self, *, probe: bool = False, show: bool = False, wait: bool = True) -> None:
        """Take a turn to give the board back. ``probe``: first ask what it is, if nobody has.

        ``show``: give the terminals a new prompt. ``wait``: wait for that prompt; otherwise the link is
        closed next.
        """
        self.hold()
        await self._turns.take()
        try:
            link = self._connection.link
            if link is None or not self._prompt.is_away(link):
                return
            astray = link.repl.state is ReplState.ASTRAY
            if probe and not astray and not self._probe.asked and not self._keyboard.waiting:
                await self._ask(link)
            if wait:
                await self._prompt.give_back(link, show=show)
            else:
                await self._prompt.part(link)
        except JumperwireError as error:
            log.warning("%s did not come back to its prompt: %s", self._board.name, error)
        finally:
            self._end_turn()
