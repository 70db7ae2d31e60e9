"""Runs source on a leased board, in the fastest way that is known to work, to a well-defined end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import NamedTuple, Protocol

from jumperwire.board import entry
from jumperwire.board.answer import NoAnswer
from jumperwire.board.calming import End, calm, calm_at_once
from jumperwire.board.facts import Fact, Facts, Until
from jumperwire.board.link import Link
from jumperwire.board.owner import TaskOwner
from jumperwire.board.prompt_access import PromptAccess
from jumperwire.board.state import Execution, Identity
from jumperwire.device import script
from jumperwire.errors import BoardOutOfMemory, BoardSilent, ProtocolBroken, ReplyTooLarge
from jumperwire.protocol import prompts, raw_paste, raw_repl, repl_bytes, result
from jumperwire.protocol.channel import Conversation
from jumperwire.protocol.repl_state import ReplState

log = logging.getLogger(__name__)

PATIENCE = 5.0
"""Seconds for the board to acknowledge source, during which a slow chip may compile a large one."""

SHORT_PATIENCE = 2.0
"""Seconds for the board to acknowledge source of a few lines."""

NUDGE = 1.0
"""Seconds of silence after which a running script of ours is checked."""

BRIEF = 15.0
"""Seconds that a script of ours may run that takes a board hardly any time, where bytes may be lost.

A changed byte may make us believe that the board runs what it is still waiting for.
"""

DEADLINE = 120.0
"""Seconds that a script of ours may run. The digests of a full flash take 80 on a slow chip."""

_SLOWEST = 200
"""Bytes per second that a long reply brings at least; each extends the deadline."""

REPLY_LIMIT = 32 << 20
"""The largest output of quiet code, in bytes."""

_HARMLESS = 1024
"""Bytes of source that any heap can take."""

_AT_ONCE = 4096
"""Bytes of a script of ours that go without raw-paste on a loss-free link, in one round trip.

The board holds all of them while it reads them, so the number is limited.
"""

_PACES = (raw_repl.Pace(size=32, seconds=0.004), raw_repl.Pace(size=16, seconds=0.02))
"""Paces for boards without raw-paste on a link that may lose bytes, where nothing acknowledges them.

32 bytes are what the smallest receivers (micro:bit) hold, and take 2.8 ms at 115200 baud.
"""

WINDOW = Fact[int]("window of raw-paste", Until.RESTART)
"""The window of raw-paste; 0 if the board does not have raw-paste."""

PACE = Fact[int]("pace of source without acknowledgement", Until.NEVER)
"""An index into the paces; unknown means that all source is sent at once."""


class ExecutionHost(Protocol):
    """What running source needs from a session."""

    board: Identity
    facts: Facts
    prompt: PromptAccess
    tasks: TaskOwner


class Order(NamedTuple):
    """Source, and how to run it."""

    code: bytes
    patience: float = PATIENCE
    """Seconds between two answers of the board until the source runs."""
    nudge: float | None = None
    """Seconds for a script of ours that prints something soon, see `raw_repl.nudging`; such a script has
    a deadline.
    """
    pasted: bool = False
    """Raise ProtocolBroken if the board has no raw-paste, and bytes may be lost."""
    heard: Callable[[], int] = lambda: 0
    """Returns the bytes of the reply so far."""


class Executor:
    """Runs source for one lease. ``quietly`` runs a script of ours and returns its output."""

    def __init__(
        self, link: Link, host: ExecutionHost, quietly: Callable[[bytes], Awaitable[Execution]]
    ) -> None:
        self._link = link
        self._host = host
        self._quietly = quietly
        self._ended: asyncio.Future[None] | None = None
        """Becomes done when the execution that is followed has ended, or has gone too far."""

    @property
    def _name(self) -> str:
        return self._host.board.name

    async def execute(self, order: Order) -> result.Finished:
        """Run source to its end. Raises BoardSilent, ProtocolBroken, LinkLost, ReplyTooLarge."""
        code, facts, channel = order.code, self._host.facts, self._link.repl.channel
        await self._host.prompt.in_step(self._link)
        keys = self._host.prompt.entry_keys(self._link)
        if len(code) + len(keys or b"") + 2 <= repl_bytes.UNACKNOWLEDGED and facts.get(PACE) is None:
            patience = self._link.patience(min(order.patience, SHORT_PATIENCE), len(code))
            finished = await self._unless_lost(raw_repl.execute(channel, code, keys), order, patience)
            if finished is not None:
                return finished
        await self.enter_raw()
        patience = self._link.patience(order.patience, len(code))
        loss_free = self._link.traits.loss_free
        if loss_free and order.nudge is not None and len(code) <= _AT_ONCE:
            return await self._follow(raw_repl.execute(channel, code), order, patience)
        if (window := facts.get(WINDOW)) != 0:
            pasted = await self._follow(raw_paste.paste(channel, code, window or 0), order, patience)
            if isinstance(pasted, result.Finished):
                if pasted.window:
                    facts.put(WINDOW, pasted.window)
                return pasted
            facts.put(WINDOW, 0)
        if order.pasted and not loss_free:
            raise ProtocolBroken(board=self._name, expected="raw-paste", heard="")
        if len(code) > _HARMLESS:
            await self._ensure_room(len(code))
        if loss_free:
            return await self._follow(raw_repl.execute(channel, code), order, max(patience, PATIENCE))
        while True:
            paced = raw_repl.execute(channel, code, pace=_PACES[facts.get(PACE, 0)])
            finished = await self._unless_lost(paced, order, max(patience, PATIENCE))
            if finished is not None:
                return finished

    def stop(self) -> None:
        """End the execution under way, since its reply is too large."""
        if self._ended and not self._ended.done():
            self._ended.set_result(None)

    async def enter_raw(self) -> None:
        """Enter the raw REPL. Raises BoardSilent, or NotMicroPython."""
        keys = self._host.prompt.entry_keys(self._link)
        if keys is not None:
            await self.converse(prompts.enter_raw(self._link.repl.channel, keys))

    async def converse(self, conversation: Conversation[None]) -> None:
        """Hold a conversation. Raises BoardSilent, or NotMicroPython."""
        since = self._link.count
        try:
            await self._link.converse(conversation, self._link.patience(PATIENCE))
        except NoAnswer as error:
            await entry.ask_for_prompt(self._link, repl_bytes.INTERRUPT)
            raise entry.no_raw_repl(self._link, since) from error

    async def wait(self, running: asyncio.Future[End], seconds: float | None = None) -> None:
        """Wait for the end of an execution. When cancelled, interrupt it first."""
        try:
            await asyncio.wait([running], timeout=seconds)
        except asyncio.CancelledError:
            await calm_at_once(self._link, self._host.prompt, self._host.tasks, running)
            raise

    async def end_of(self, running: asyncio.Future[End]) -> End:
        """Return the result of a finished execution; a board that did not answer is resynchronized."""
        since = self._link.count
        try:
            return await running
        except NoAnswer as error:
            await self._host.prompt.resynchronize(self._link)
            if self._link.lost:  # no answer to that either
                raise entry.no_raw_repl(self._link, since) from error
            raise BoardSilent(board=self._name) from error
        except ProtocolBroken:
            await self._host.prompt.resynchronize(self._link)
            raise

    async def _follow(self, conversation: Conversation[End], order: Order, patience: float) -> End:
        """Follow one execution to its end, whatever happens meanwhile."""
        if order.nudge is not None:
            nudge = self._link.soon(order.nudge)
            conversation = raw_repl.nudging(self._link.repl.channel, conversation, nudge)
        self._ended = ended = asyncio.get_running_loop().create_future()
        running = self._link.begin(conversation, patience, ended)
        try:
            await self._wait_for(ended, order)
        except asyncio.CancelledError:
            await calm_at_once(self._link, self._host.prompt, self._host.tasks, running)
            raise
        if running.done():
            return await self.end_of(running)
        await calm(self._link, self._host.prompt, running)
        if order.heard() > REPLY_LIMIT:
            raise ReplyTooLarge(board=self._name, limit=REPLY_LIMIT)
        raise BoardSilent(board=self._name)

    async def _wait_for(self, ended: asyncio.Future[None], order: Order) -> None:
        """Wait for the execution's end, the overflow of its reply, or the deadline of a script of ours."""
        if order.nudge is None:
            return await ended
        clock = asyncio.get_running_loop().time
        began = clock()
        while not ended.done():
            left = began + DEADLINE + order.heard() / _SLOWEST - clock()
            if left <= 0:
                log.warning("%s: a script of ours does not come to its end", self._name)
                return None
            await asyncio.wait([ended], timeout=left)
        return None

    async def _unless_lost(
        self, conversation: Conversation[result.Finished], order: Order, patience: float
    ) -> result.Finished | None:
        """Return None if the source never ran because bytes of it were lost, so that it may be sent again."""
        try:
            return await self._follow(conversation, order, patience)
        except BoardSilent as error:
            ran = not isinstance(error.__cause__, NoAnswer) or error.__cause__.ran
            in_step = self._link.repl.state is not ReplState.ASTRAY
            pace = self._host.facts.get(PACE)
            slower = 0 if pace is None else pace + 1
            if ran or not in_step or self._link.traits.loss_free or slower == len(_PACES):
                raise
            log.info("%s lost bytes of what was sent; from now on they are sent more slowly", self._name)
            self._host.facts.put(PACE, slower)
            return None

    async def _ensure_room(self, size: int) -> None:
        """Raise BoardOutOfMemory if the raw REPL would run out of memory while it reads the source.

        The firmware would crash, since nothing catches the error there. Its buffer grows by copying,
        hence the factor 2.
        """
        from jumperwire.device import reply

        execution = await self._quietly(script.script("heap_free"))
        free = reply.heap_free(execution.output)
        if free is not None and 2 * size > free:
            raise BoardOutOfMemory(board=self._name, needed=2 * size, free=free)
