"""Restarting a board: with Ctrl-D at its friendly prompt, or through its reset line."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from jumperwire.board.changes import Changes
from jumperwire.board.facts import Facts, Until
from jumperwire.board.lease import BOOT
from jumperwire.board.link import Link
from jumperwire.board.owner import TaskOwner
from jumperwire.board.prompt_access import PromptAccess

PULSE = 0.1
"""Seconds that the reset line is held. The length of the pulse matters, and no event marks its end."""

_RESTART = 3.0
"""Seconds for a board to report that it restarts."""


class Resets:
    """Restarts the board for a caller who has the turn."""

    def __init__(
        self,
        changes: Changes,
        facts: Facts,
        prompt: PromptAccess,
        tasks: TaskOwner,
        end_turn: Callable[[], None],
    ) -> None:
        self._rebooted = False
        self._changes = changes
        self._facts = facts
        self._prompt = prompt
        self._tasks = tasks
        self._end_turn = end_turn

    def heard(self) -> None:
        """Note that the board reported a restart."""
        self._rebooted = True

    async def soft(self, link: Link) -> bool:
        """Send Ctrl-D to the friendly prompt, and return whether the board restarted. Ends the turn.

        Continues when cancelled: what others would send before the restart would reach the old interpreter.
        """
        return await asyncio.shield(self._tasks.spawn(self._soft(link), "soft reset"))

    async def pulse(self, link: Link) -> None:
        """Pulse the reset line. Raises ResetUnsupported if there is none."""
        link.abandon()
        await link.set_lines(dtr=False, rts=True)
        await asyncio.sleep(PULSE)
        self._prompt.boot_ends = asyncio.get_running_loop().time() + BOOT
        link.restarted()
        self._facts.happened(Until.RESTART)
        await link.set_lines(dtr=False, rts=False)

    async def _soft(self, link: Link) -> bool:
        try:
            self._rebooted = False
            await link.send(b"\x04")
            return await self._changes.within(link.patience(_RESTART), lambda: self._rebooted, link)
        finally:
            self._end_turn()
