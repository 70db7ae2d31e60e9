"""What may be done with a board while it is leased: run source, quietly or for the user."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

from jumperwire.board.answer import NoAnswer
from jumperwire.board.console import Console
from jumperwire.board.execution import NUDGE, PATIENCE, REPLY_LIMIT, ExecutionHost, Executor, Order
from jumperwire.board.facts import Facts, Until
from jumperwire.board.journal import Receiving
from jumperwire.board.link import Link
from jumperwire.board.notes import Notes
from jumperwire.board.state import Execution
from jumperwire.device import script
from jumperwire.errors import BoardReset, BoardSilent, JumperwireError, ProtocolBroken, ResetUnsupported
from jumperwire.protocol import prompts, raw_repl, result
from jumperwire.protocol.channel import Channel, Conversation

if TYPE_CHECKING:
    from jumperwire.device.reply import BoardInfo

T = TypeVar("T")

log = logging.getLogger(__name__)

BOOT = 3.0
"""Seconds that a board gets to start before its silence is treated as a running program."""


class LeaseHost(ExecutionHost, Protocol):
    """What a lease uses of the session that made it."""

    console: Console
    notes: Notes | None
    receiving: Receiving

    async def known_info(self, board: Lease) -> BoardInfo | None:
        """Return what the board is and can do, which is asked for once per boot."""

    async def enter_link_filter(self, board: Lease) -> None:
        """Let the link filter act: the board is at its prompt, perhaps after a restart."""


class Lease:
    """Made by `Session.lease`. It must not be used after its block."""

    def __init__(self, link: Link, host: LeaseHost) -> None:
        self._link = link
        self._host = host
        self._executor = Executor(link, host, self._ask)

    @property
    def name(self) -> str:
        """The board's name, for errors."""
        return self._host.board.name

    @property
    def loss_free(self) -> bool:
        """Whether the link holds back what the board cannot take yet."""
        return self._link.traits.loss_free

    @property
    def facts(self) -> Facts:
        """What is known about the board."""
        return self._host.facts

    @property
    def notes(self) -> Notes | None:
        """What is known about the board's firmware beyond this process, if such notes are kept."""
        return self._host.notes

    async def info(self) -> BoardInfo | None:
        """Return what the board is and can do, which is asked for once per boot. None if it cannot tell."""
        return await self._host.known_info(self)

    async def exec(
        self,
        source: str | bytes,
        *,
        patience: float = PATIENCE,
        nudge: float | None = None,
        pasted: bool = False,
    ) -> Execution:
        """Run source quietly. Raises BoardReset, BoardSilent, ProtocolBroken, LinkLost, ReplyTooLarge.

        Short source takes one round trip. ``patience``: seconds between two answers of the board until
        the source runs. ``nudge``: for a script of ours that prints something soon, see
        `raw_repl.nudging`; it has a deadline. ``pasted``: raise ProtocolBroken if the board has no
        raw-paste, and bytes may be lost. When cancelled, the source is interrupted, and the board is
        usable afterwards.
        """
        code = source if isinstance(source, bytes) else script.prepare(source)
        if isinstance(source, str):  # not one of ours
            self.facts.happened(Until.CODE)
        output = bytearray()

        def keep(data: bytes) -> None:
            if len(output) <= REPLY_LIMIT:
                output.extend(data)
                if len(output) > REPLY_LIMIT:
                    self._executor.stop()

        with self._host.console.captured(keep):
            order = Order(code, patience, nudge, pasted, lambda: len(output))
            finished = await self._executor.execute(order)
        if finished.reset:
            raise BoardReset(board=self.name)
        if isinstance(source, str):
            await self._host.enter_link_filter(self)
        return Execution(bytes(output), finished.error)

    async def converse(
        self,
        source: bytes,
        conversation: Callable[[Channel], Conversation[T]],
        *,
        patience: float = PATIENCE,
    ) -> T:
        """Run short source that converses with us.

        ``conversation`` begins after the REPL's ``OK`` and reads all output; Ctrl-C must end the source.
        ``patience``: seconds from one `Progress` to the next. Raises BoardSilent, ProtocolBroken,
        LinkLost. After a failure or cancellation, the source is ended.
        """
        await self._host.prompt.in_step(self._link)
        await self._executor.enter_raw()
        channel = self._link.repl.channel
        self._host.receiving.begins()
        running = self._link.begin(raw_repl.call(channel, source, conversation(channel)), patience)
        try:
            result = await asyncio.shield(running)
        except asyncio.CancelledError:
            self._link.abandon()
            await asyncio.shield(self._host.tasks.spawn(self._free(), "free"))
            raise
        except NoAnswer as error:
            await self._free()
            raise BoardSilent(board=self.name) from error
        except ProtocolBroken:
            await self._free()
            raise
        self._host.receiving.ended()
        return result

    async def tidy(self, source: bytes) -> None:
        """Run source after a failure, even if the caller was cancelled. Its errors are logged."""
        await asyncio.shield(self._host.tasks.spawn(self._tidy(source), "tidy"))

    async def run(self, code: bytes) -> result.Finished:
        """Run a user's source, whose output goes to the terminals and whose input comes from them."""
        self.facts.happened(Until.CODE)
        finished = await self._executor.execute(Order(code))
        if not finished.reset:
            await self._host.enter_link_filter(self)
        return finished

    async def give_back(self) -> None:
        """Return to the friendly prompt, which the terminals show. Raises BoardSilent."""
        await self._host.prompt.give_back(self._link, show=True)

    async def soft_reset(self) -> None:
        """Restart the interpreter without main.py; boot.py's output is shown. Raises BoardSilent."""
        keys = self._host.prompt.entry_keys(self._link)
        resetting = self._executor.converse(prompts.soft_reset(self._link.repl.channel, keys))
        reset = self._host.tasks.spawn(resetting, "soft reset")
        try:
            await asyncio.shield(reset)
        except asyncio.CancelledError:
            # What others would send before the restart would reach the old interpreter.
            await asyncio.shield(self._host.tasks.spawn(_ended(reset), "end of a soft reset"))
            raise
        await self._host.enter_link_filter(self)

    async def hard_reset(self) -> None:
        """Let the board restart its chip. Returns at its prompt, or while its main.py runs.

        Raises ResetUnsupported, or LinkLost if the link disappears with the chip.
        """
        keys = self._host.prompt.entry_keys(self._link)
        reset = raw_repl.execute(self._link.repl.channel, script.script("reset"), keys)
        running = self._link.begin(reset, PATIENCE)
        await self._executor.wait(running, BOOT)
        if not running.done():
            self._link.restarted()
            return
        finished = await self._executor.end_of(running)
        if not finished.reset:
            raise ResetUnsupported(board=self.name)

    async def _ask(self, source: bytes) -> Execution:
        return await self.exec(source, nudge=NUDGE)

    async def _free(self) -> None:
        await self._host.prompt.resynchronize(self._link)

    async def _tidy(self, source: bytes) -> None:
        try:
            await self._ask(source)
        except JumperwireError as error:
            log.info("%s: not tidied: %s", self.name, error)


async def _ended(task: asyncio.Task[None]) -> None:
    """Wait until it has ended; if it does not end by itself, as a boot.py may not, end it."""
    await asyncio.wait([task], timeout=BOOT)
    task.cancel()
    await asyncio.wait([task])
