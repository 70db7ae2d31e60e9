"""Gets a board from any state to its prompt and back, keeping the line that a person has typed."""

from __future__ import annotations

import asyncio
import logging

from jumperwire.board import entry
from jumperwire.board.answer import NoAnswer
from jumperwire.board.changes import Changes
from jumperwire.board.console import Console
from jumperwire.board.journal import Receiving
from jumperwire.board.link import Link
from jumperwire.board.state import Identity, WhenRunning
from jumperwire.errors import BoardSilent, ProgramRunning
from jumperwire.protocol import prompts, repl_bytes
from jumperwire.protocol.prompt_line import Prompt
from jumperwire.protocol.repl_state import ReplState

log = logging.getLogger(__name__)

ECHO = 0.2
"""Seconds for keys to be echoed; after that, an operation treats them as not typed."""

ANSWER = 0.3
"""Seconds for the answer to a key, on a quick link."""

LEAVE = 2.0
"""Seconds for the friendly prompt to come back."""


class PromptAccess:
    """Gets a board to its prompt for an operation, and gives it back as it was."""

    def __init__(self, board: Identity, console: Console, changes: Changes, receiving: Receiving) -> None:
        self.boot_ends = 0.0
        """The time, by the loop's clock, until which a board that was started or reset may be silent."""
        self._board = board
        self._console = console
        self._changes = changes
        self._receiving = receiving
        self._left_receiving = False
        """Whether the link is new, and nobody has checked for a receiver yet."""
        self._parked: tuple[Prompt | None, bytes] = (None, b"")
        self._echo_due = 0

    def link_opened(self, boot_ends: float) -> None:
        """Note that there is a new link: it is unknown what another program left on the board."""
        self._left_receiving = bool(self._receiving)
        self.boot_ends = boot_ends

    def keys_sent(self, count: int) -> None:
        """Note that this many keys of a person are yet to be echoed."""
        self._echo_due = max(self._echo_due, self._console.count) + count

    def is_away(self, link: Link) -> bool:
        """Return whether an operation has left the board anywhere but at its prompt."""
        return self._left_receiving or link.repl.state in (ReplState.RAW, ReplState.ASTRAY)

    def entry_keys(self, link: Link) -> bytes | None:
        """Return what to send before Ctrl-A; None if the board is in the raw REPL already."""
        return None if link.repl.state is ReplState.RAW else b""

    async def enter(self, link: Link, when_running: WhenRunning, program: str) -> None:
        """Get to a prompt, and keep what was typed there aside.

        The raw REPL is entered by the first source. Raises ProgramRunning, LinkLost, and the errors that
        explain a board without a prompt.
        """
        if link.repl.state is ReplState.USERS_RAW:
            await self._leave_users_raw(link)
        await self.in_step(link)
        if link.repl.state is ReplState.RAW:
            return
        await self._booted(link)
        due, self._echo_due = self._echo_due, 0
        echoed = await self._changes.within(link.soon(ECHO), lambda: self._console.count >= due, link)
        if not link.repl.at_prompt:
            await self._find_prompt(link, when_running, program)
        line = link.repl.prompt_line
        self._parked = (line.prompt, line.typed)
        await self.settle(link, clear=bool(line.typed) or line.prompt is not Prompt.PRIMARY or not echoed)

    async def give_back(self, link: Link, *, show: bool, restore: bool = True) -> None:
        """Leave the raw REPL and restore what was typed. Raises BoardSilent.

        ``show``: give the terminals a new prompt. ``restore``: with the line that was typed.
        """
        await self.in_step(link)
        if link.repl.state is not ReplState.RAW:
            return
        try:
            prompt = await link.converse(prompts.leave_raw(link.repl.channel), link.patience(LEAVE))
        except NoAnswer as error:
            raise BoardSilent(board=self._board.name) from error
        kind, typed = self._parked
        self._parked = (Prompt.PRIMARY, b"")
        if show or kind is not Prompt.PRIMARY:
            self._console.begin_line()
            self._console.hear(prompt)
        if typed and restore and kind is Prompt.PRIMARY:
            await self._retype(link, typed, show)

    async def part(self, link: Link) -> None:
        """Leave the raw REPL for good. If there is nothing to restore, do not wait for the prompt."""
        if link.repl.state is ReplState.RAW and not self._parked[1]:
            await link.send(repl_bytes.FRIENDLY)
        else:
            await self.give_back(link, show=False)

    async def clear(self, link: Link) -> None:
        """Get to an empty line at the friendly prompt, dropping what was typed. Raises BoardSilent."""
        await self.give_back(link, show=False, restore=False)

    async def in_step(self, link: Link) -> None:
        """Make sure that the board answers us, whatever was left on it.

        On a new link, a receiver of ours may have been left; or the board may have been reset since and
        run a program, which we must not interrupt. So only what answers as a receiver is ended.
        """
        if self._left_receiving:
            self._left_receiving = False
            await entry.end_receiver(link, known=False)  # if there was one, we are out of step now
            self._receiving.ended()
        if link.repl.state is ReplState.ASTRAY:
            await self.resynchronize(link)

    async def settle(self, link: Link, *, clear: bool = False) -> None:
        """Make sure that no earlier Ctrl-C hits what is sent next. ``clear``: send one to clear the line.

        Its effect may be delayed: micro:bit 1.9 keeps a second one for the next program, and a board that
        is still running what was typed takes it for that.
        """
        keys = repl_bytes.INTERRUPT if clear else self.entry_keys(link)
        if (clear or link.repl.interrupts) and not await entry.settle(link, keys):
            await self.resynchronize(link)

    async def resynchronize(self, link: Link) -> None:
        """Resynchronize with the board; if that fails, drop the link, so that it is opened again."""
        if await entry.resynchronize(link, bool(self._receiving)):
            self._receiving.ended()
        elif not link.lost:
            log.warning("%s does not come back to its prompt; its link is closed", self._board.name)
            await link.aclose()

    async def _find_prompt(self, link: Link, when_running: WhenRunning, program: str) -> None:
        try:
            await entry.find_prompt(link, when_running is WhenRunning.INTERRUPT, program)
        except ProgramRunning:
            if when_running is not WhenRunning.WAIT:
                raise
            await self._changes.until(lambda: link.repl.at_prompt, link)

    async def _booted(self, link: Link) -> None:
        """Give a board that we started or reset the time to come to its prompt by itself."""
        left = self.boot_ends - asyncio.get_running_loop().time()
        if left > 0:
            await self._changes.within(left, lambda: link.repl.at_prompt, link)
            self.boot_ends = 0.0

    async def _leave_users_raw(self, link: Link) -> None:
        try:
            await link.converse(prompts.leave_raw(link.repl.channel), link.patience(ANSWER))
        except NoAnswer:
            return  # the caller resynchronizes

    async def _retype(self, link: Link, typed: bytes, show: bool) -> None:
        retype = prompts.retype(link.repl.channel, typed, link.repl.prompt_line.text)
        try:
            await link.converse(retype, link.patience(ANSWER))
        except NoAnswer:
            return  # a line editor that answers differently: show what it said
        if show:
            self._console.hear(typed)
