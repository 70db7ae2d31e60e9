"""What may be done with a board while one has it: run source, quietly or for the user."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from jumperwire.board.link import Link, NoAnswer
from jumperwire.board.state import FILES, Execution
from jumperwire.device import script
from jumperwire.errors import (
    BoardOutOfMemory,
    BoardReset,
    BoardSilent,
    JumperwireError,
    LinkLost,
    ProtocolBroken,
    ReplyTooLarge,
    ResetUnsupported,
)
from jumperwire.protocol import conversations
from jumperwire.protocol.channel import Channel, Conversation
from jumperwire.protocol.repl_state import ReplState

if TYPE_CHECKING:
    from jumperwire.board.notes import Notes
    from jumperwire.board.session import Session
    from jumperwire.device.reply import BoardInfo

T = TypeVar("T")
End = TypeVar("End", bound=conversations.Finished | conversations.NoPaste)

log = logging.getLogger(__name__)

PATIENCE = 5.0
"""Seconds for the board to acknowledge source: a large one is compiled meanwhile, on a slow chip."""

_HARMLESS = 1024
"""Bytes of source that any heap takes."""

_AT_ONCE = 4096
"""Bytes of a script of ours that go without raw-paste, where nothing is lost: one round trip for all of it.

The board holds them while it reads them, so not more.
"""

NUDGE = 1.0
"""Seconds of silence while a script of ours runs, after which one looks whether it still does."""

BOOT = 3.0
"""Seconds that a board gets to start before its silence counts as a program that runs."""

SHORT_PATIENCE = 2.0
"""The same for source of a few lines."""

REPLY_LIMIT = 32 << 20
"""Most bytes that quiet code may print."""

_PACES = (conversations.Pace(size=32, seconds=0.004), conversations.Pace(size=16, seconds=0.02))
"""For boards without raw-paste on a link that may lose bytes: nothing acknowledges, so time has to.

32 bytes are what the smallest receivers hold (micro:bit), and take 2.8 ms at 115200 baud.
"""

_CALM = ((conversations.INTERRUPT, 0.5), (conversations.INTERRUPT, 0.5), (conversations.INTERRUPT_INPUT, 1.0))
"""What ends an execution that nobody waits for, and the seconds that it gets."""


class Lease:
    """Made by `Session.lease`; not to be used after its block."""

    def __init__(self, link: Link, session: Session) -> None:
        self._link = link
        self._session = session
        self._nudge: float | None = None
        self._pasted = False

    @property
    def name(self) -> str:
        """The board's name, for errors."""
        return self._session.name

    async def info(self) -> BoardInfo | None:
        """What the board is and can, asked for once per boot. None where it cannot tell."""
        return await self._session.known_info(self)

    async def exec(
        self,
        source: str | bytes,
        *,
        patience: float = PATIENCE,
        nudge: float | None = None,
        pasted: bool = False,
    ) -> Execution:
        """Run source quietly. Raises BoardReset, BoardSilent, ProtocolBroken, LinkLost, ReplyTooLarge.

        Short source is one round trip. ``patience``: seconds between two answers of the board until the
        source runs. ``nudge``: for source that is known to say something soon, see `conversations.nudging`.
        ``pasted``: raise ProtocolBroken where the board has no raw-paste, and bytes may be lost.
        Cancelled, it is interrupted, and the board is usable afterwards.
        """
        code = source if isinstance(source, bytes) else script.prepare(source)
        if isinstance(source, str):  # not one of ours: it may change any file
            self.boot.pop(FILES, None)
        output = bytearray()

        def keep(data: bytes) -> None:
            if len(output) <= REPLY_LIMIT:
                output.extend(data)
                if len(output) > REPLY_LIMIT:
                    overflow.set_result(None)

        overflow: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._nudge = nudge
        self._pasted = pasted
        async with self._session.capturing(keep):
            finished = await self._execute(code, overflow, patience)
        if finished.reset:
            raise BoardReset(board=self._session.name)
        if isinstance(source, str):
            await self._session.enter_link_filter(self)
        return Execution(bytes(output), finished.error)

    @property
    def loss_free(self) -> bool:
        """Whether the link holds back what the board cannot take yet."""
        return self._link.traits.loss_free

    @property
    def boot(self) -> dict[str, object]:
        """What layers above keep until the board restarts."""
        return self._session.boot

    @property
    def memory(self) -> dict[str, object]:
        """What layers above keep about the board as long as the program runs."""
        return self._session.memory

    @property
    def notes(self) -> Notes | None:
        """What of that outlives the program, where something does."""
        return self._session.notes

    async def converse(
        self,
        source: bytes,
        conversation: Callable[[Channel], Conversation[T]],
        *,
        interruptible: bool = False,
    ) -> T:
        """Run short source that converses with us: ``conversation`` begins behind
        the REPL's ``OK`` and reads all output.

        Raises BoardSilent, ProtocolBroken, LinkLost. Cancelled, or failed, the board is freed from it; where
        it is ``interruptible``, Ctrl-C does that.
        """
        await self._enter()
        channel = self._link.repl.channel
        self._session.receiving = True
        running = self._link.begin(conversations.call(channel, source, conversation(channel)), PATIENCE)
        try:
            result = await asyncio.shield(running)
        except asyncio.CancelledError:
            self._link.abandon()
            await asyncio.shield(self._session.own(self._free(interruptible), "free"))
            raise
        except NoAnswer as error:
            await self._free(interruptible)
            raise BoardSilent(board=self.name) from error
        except ProtocolBroken:
            await self._free(interruptible)
            raise
        self._session.receiving = False
        return result

    async def _free(self, interruptible: bool) -> None:
        if interruptible:
            self._session.receiving = False
        await self._session.resynchronize(self._link)

    async def tidy(self, source: bytes) -> None:
        """Run source after a failure, even if the caller was cancelled; what it raises is logged."""
        await asyncio.shield(self._session.own(self._tidy(source), "tidy"))

    async def _tidy(self, source: bytes) -> None:
        try:
            await self.exec(source, nudge=NUDGE)
        except JumperwireError as error:
            log.info("%s: not tidied: %s", self.name, error)

    async def run(self, code: bytes) -> conversations.Finished:
        """Run a user's source; its output is heard by the terminals, its input comes from them."""
        self._nudge = None
        self._pasted = False
        self.boot.pop(FILES, None)
        finished = await self._execute(code, None)
        if not finished.reset:
            await self._session.enter_link_filter(self)
        return finished

    async def soft_reset(self) -> None:
        """A new interpreter, without main.py; boot.py's output is shown. Raises BoardSilent."""
        await self._converse(conversations.soft_reset(self._link.repl.channel, self._session.entry_keys))
        await self._session.enter_link_filter(self)

    async def hard_reset(self) -> None:
        """Have the board restart itself; returns at its prompt, or while its main.py runs.

        Raises ResetUnsupported, or LinkLost where the link goes with the chip.
        """
        reset = conversations.execute(
            self._link.repl.channel, script.script("reset"), self._session.entry_keys
        )
        running = self._begin(reset)
        await self._wait(running, timeout=BOOT)
        if not running.done():
            self._link.restarted()
            return
        finished = await self._end_of(running)
        if not finished.reset:
            raise ResetUnsupported(board=self._session.name)

    async def _execute(
        self, code: bytes, overflow: asyncio.Future[None] | None, patience: float = PATIENCE
    ) -> conversations.Finished:
        keys = self._session.entry_keys
        channel = self._link.repl.channel
        if len(code) + len(keys or b"") + 2 <= conversations.UNACKNOWLEDGED and self._session.pace < 0:
            finished = await self._unless_lost(
                conversations.execute(channel, code, keys), overflow, min(patience, SHORT_PATIENCE)
            )
            if finished is not None:
                return finished
        await self._enter()
        if self._link.traits.loss_free and self._nudge is not None and len(code) <= _AT_ONCE:
            return await self._follow(conversations.execute(channel, code), overflow, patience)
        if self._session.window:
            pasted = await self._follow(
                conversations.paste(channel, code, max(0, self._session.window)), overflow, patience
            )
            if isinstance(pasted, conversations.Finished):
                self._session.window = pasted.window or self._session.window
                return pasted
            self._session.window = 0
        if self._pasted and not self._link.traits.loss_free:
            raise ProtocolBroken(board=self._session.name, expected="raw-paste", heard="")
        if len(code) > _HARMLESS:
            await self._ensure_room(len(code))
        if self._link.traits.loss_free:
            return await self._follow(conversations.execute(channel, code), overflow)
        while True:
            pace = _PACES[max(0, self._session.pace)]
            finished = await self._unless_lost(conversations.execute(channel, code, pace=pace), overflow)
            if finished is not None:
                return finished

    async def _unless_lost(
        self,
        conversation: Conversation[conversations.Finished],
        overflow: asyncio.Future[None] | None,
        patience: float = PATIENCE,
    ) -> conversations.Finished | None:
        """None where the source never began to run, since bytes of it were lost: it may be sent again."""
        try:
            return await self._follow(conversation, overflow, patience)
        except BoardSilent as error:
            ran = not isinstance(error.__cause__, NoAnswer) or error.__cause__.ran
            in_step = self._link.repl.state is not ReplState.ASTRAY
            may_be_sent_again = not ran and in_step and not self._link.traits.loss_free
            if not may_be_sent_again or self._session.pace == len(_PACES) - 1:
                raise
            log.info(
                "%s lost bytes of what was sent; from now on they are sent more slowly", self._session.name
            )
            self._session.pace += 1
            return None

    async def _ensure_room(self, size: int) -> None:
        """Raise BoardOutOfMemory where the raw REPL would run out of memory while it reads the source.

        It has nothing to catch that with: the firmware crashes. Its buffer grows by copying, hence twice.
        """
        from jumperwire.device import reply

        execution = await self.exec(script.script("heap_free"), nudge=NUDGE)
        free = reply.heap_free(execution.output)
        if free is not None and 2 * size > free:
            raise BoardOutOfMemory(board=self._session.name, needed=str(2 * size), free=str(free))

    async def _enter(self) -> None:
        keys = self._session.entry_keys
        if keys is not None:
            await self._converse(conversations.enter_raw(self._link.repl.channel, keys))

    async def _converse(self, conversation: Conversation[None]) -> None:
        try:
            await self._link.converse(conversation, PATIENCE)
        except NoAnswer as error:
            raise BoardSilent(board=self._session.name) from error

    async def _follow(
        self,
        conversation: Conversation[End],
        overflow: asyncio.Future[None] | None,
        patience: float = PATIENCE,
    ) -> End:
        """See one execution through to its end, whatever comes between."""
        if self._nudge is not None:
            conversation = conversations.nudging(self._link.repl.channel, conversation, self._nudge)
        running = self._begin(conversation, patience)
        await self._wait(running, overflow)
        if not running.done():
            await self._calm(running)
            raise ReplyTooLarge(board=self._session.name, limit=str(REPLY_LIMIT))
        return await self._end_of(running)

    def _begin(self, conversation: Conversation[End], patience: float = PATIENCE) -> asyncio.Future[End]:
        return self._link.begin(conversation, patience)

    async def _wait(
        self,
        running: asyncio.Future[Any],
        overflow: asyncio.Future[None] | None = None,
        timeout: float | None = None,
    ) -> None:
        watched = [running, overflow] if overflow else [running]
        try:
            await asyncio.wait(watched, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            await asyncio.shield(self._session.own(self._calm(running), "calm"))
            raise

    async def _end_of(self, running: asyncio.Future[End]) -> End:
        try:
            finished = await running
        except NoAnswer as error:
            await self._session.resynchronize(self._link)
            raise BoardSilent(board=self._session.name) from error
        except ProtocolBroken:
            await self._session.resynchronize(self._link)
            raise
        return finished

    async def _calm(self, running: asyncio.Future[Any]) -> None:
        """Interrupt what runs and wait for its end; else get in step again; else drop the link."""
        try:
            if running.done():
                return
            if self._link.repl.state is not ReplState.RUNNING:
                self._link.abandon()  # else the rest of its source would follow
                await self._session.resynchronize(self._link)
                return
            for keys, patience in _CALM:
                await self._link.send(keys)
                await asyncio.wait([running], timeout=patience)
                if running.done():
                    return
            self._link.abandon()
            await self._session.resynchronize(self._link)
        except LinkLost:  # gone is also an end
            if running.done() and not running.cancelled():
                running.exception()  # the same: nobody asks for it
