"""Drives the protocol over a stream, with one reader, one way to write, and a deadline for each
conversation.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TypeVar

from jumperwire.board.answer import Answer, Awaited
from jumperwire.board.byte_filter import ByteFilter
from jumperwire.board.deadline import LATE, Deadline
from jumperwire.board.owner import TaskOwner
from jumperwire.board.round_trips import LATEST, RoundTrips
from jumperwire.board.timing import LEAST, LinkTiming
from jumperwire.errors import LinkLost
from jumperwire.protocol.channel import Conversation, Event, LocalProtocolError, Output, Progress, Started
from jumperwire.protocol.repl import Repl
from jumperwire.transport.stream import Opened
from jumperwire.transport.writer import Writer

log = logging.getLogger(__name__)
T = TypeVar("T")

_AT_ONCE = 4096
"""Bytes that a conversation takes at once. If each is a separate answer, this takes some 50 ms."""

_HEARD = 256
"""Bytes of the board's latest output that are kept, to report what it said instead of a prompt."""


class Link:
    """An open link to one board. Everything that the board says goes through `repl`."""

    def __init__(
        self,
        opened: Opened,
        on_event: Callable[[Event], None],
        on_output: Callable[[bytes], None],
        on_change: Callable[[], None],
    ) -> None:
        """Create a link. ``on_output`` is called with output for terminals, and ``on_event`` with other
        events.

        ``on_change`` is called after output, since a prompt may be in it.
        """
        self.repl = Repl()
        self.traits = opened.traits
        self.lost: LinkLost | None = None
        self.heard = b""
        """The board's latest output without NUL, since the bytes that we send to fill a receiver may be
        echoed.
        """
        self.count = 0
        """The number of bytes that the board has said."""
        self.has_raw_repl = False
        """Whether the board has shown its raw REPL."""
        self.link_filter: ByteFilter | None = None
        """Receives what the board says before anyone else, and takes out what is addressed to it."""
        self.timing = LinkTiming()
        """What was measured of the link, to determine how long its silence may last."""
        self._round_trips = RoundTrips(self.timing)
        self._stream = opened.stream
        self._on_event = on_event
        self._on_output = on_output
        self._on_change = on_change
        self._writer = Writer(opened.stream)
        self._answer: Awaited | None = None
        self._patience = 0.0
        self._deadline = Deadline(self.timing, LEAST, self._give_up)
        self._until = Deadline(self.timing, LATE, self._resume)
        """How long the conversation waits for more bytes."""
        self._pause: asyncio.TimerHandle | None = None
        self._tasks = TaskOwner(opened.stream.name)

    @property
    def name(self) -> str:
        """The address."""
        return self._stream.name

    async def run(self) -> LinkLost:
        """Read until the link is lost, and return why.

        Cancelled by `aclose`, or by the end of the event loop.
        """
        if self.lost:
            return self.lost  # closed before it began
        self._tasks.spawn(self._write(), "writer")
        try:
            return await self._read_all()
        finally:  # nobody reads any more, so whoever waits for an answer is told
            self._fail(LinkLost(board=self.name, cause="disconnected"))

    async def _read_all(self) -> LinkLost:
        while True:
            try:
                data = await self._stream.read()
            except LinkLost as lost:
                self._fail(lost)
                return lost
            log.debug("< %s %r", self.name, data[:200])
            self._round_trips.heard(asyncio.get_running_loop().time())
            self.heard = (self.heard + data.replace(b"\0", b"")[-_HEARD:])[-_HEARD:]
            self.count += len(data)
            self.has_raw_repl = self.has_raw_repl or b"raw REPL" in self.heard
            for at in range(0, len(data), _AT_ONCE):
                if at:
                    await asyncio.sleep(0)  # gives keys and other boards a turn
                piece = data[at : at + _AT_ONCE]
                self.hear(self.link_filter.receive(piece) if self.link_filter else piece)

    def hear(self, data: bytes) -> None:
        """Take what the board has said, possibly only to a link filter: it is not silent."""
        if data:
            self.repl.receive_data(data)
        self._after_step()

    async def send(self, data: bytes) -> None:
        """Write bytes outside of any conversation: keys, Ctrl-C. Raises LinkLost."""
        await self.quiet()
        self.repl.sent(data)
        self.post(data)
        await self._writer.written()
        if self.lost:
            raise self.lost

    async def quiet(self) -> None:
        """Wait, for a short time, until the board listens to keys."""
        if self.link_filter:
            await self.link_filter.quiet()

    def begin(
        self, conversation: Conversation[T], patience: float, ended: asyncio.Future[None] | None = None
    ) -> asyncio.Future[T]:
        """Start a conversation. ``patience``: seconds between two answers of the board.

        The future ends with its result, or with NoAnswer, ProtocolBroken or LinkLost, and ``ended`` with
        it, for whoever waits for something else too. Cancelling the future does not end the conversation:
        call `abandon`.
        """
        if self.lost:
            raise self.lost
        if self._answer is not None:
            raise LocalProtocolError("a conversation is under way")
        self._patience = patience
        self._deadline.begin(patience)
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._round_trips.begins()
        self._answer = Answer(self.repl.start(conversation), answer, ended)
        self._after_step()
        return answer

    async def converse(self, conversation: Conversation[T], patience: float) -> T:
        """Hold a whole conversation. When cancelled, abandon it."""
        answer = self.begin(conversation, patience)
        try:
            return await answer
        except asyncio.CancelledError:
            self.abandon()
            raise

    def abandon(self) -> None:
        """Drop the current conversation, and what has not been sent of it."""
        self._stop_timers()
        self._writer.drop()
        self._round_trips.dropped()
        self._answer = None
        self.repl.abandon()
        self._after_step()

    def restarted(self) -> None:
        """Drop everything that is under way, since the board is being reset."""
        self.abandon()
        self.repl.restarted()

    def patience(self, least: float, size: int = 0) -> float:
        """Return the seconds after which a board that was sent ``size`` bytes counts as silent, at least
        ``least``.
        """
        return self.timing.patience(size, least)

    def soon(self, seconds: float) -> float:
        """Return the seconds within which an answer is likely, for steps that do no harm if it comes
        later.
        """
        return max(seconds, min(2 * (self.timing.round_trip or 0.0), LATEST))

    async def set_lines(self, *, dtr: bool | None = None, rts: bool | None = None) -> None:
        """Set modem lines. Raises ResetUnsupported."""
        await self._stream.set_lines(dtr=dtr, rts=rts)

    async def aclose(self) -> None:
        """Free the port."""
        self._fail(LinkLost(board=self.name, cause="disconnected"))
        await self._tasks.aclose()
        await self._stream.aclose()

    def post(self, data: bytes) -> None:
        """Send bytes. Everything that is sent to the board goes through here."""
        if not data or self.lost:
            return
        self._round_trips.sent(asyncio.get_running_loop().time(), len(data))
        self._writer.post(data)

    async def _write(self) -> None:
        try:
            self._fail(await self._writer.run())
        finally:  # nobody writes any more, so whoever waits for it is told
            self._fail(LinkLost(board=self.name, cause="disconnected"))

    def _after_step(self) -> None:
        for event in self.repl.events():
            if isinstance(event, Output):
                self._on_output(event.data)
                self._on_change()
                continue
            if isinstance(event, Progress):
                self._deadline.begin(self._patience)
            elif isinstance(event, Started):
                self._stop_timers()
            self._on_event(event)
        self.post(self.repl.data_to_send())
        if self.repl.pause is not None and self._pause is None:
            self._pause = asyncio.get_running_loop().call_later(self.repl.pause, self._resume)
        if self.repl.wait is not None:
            self._until.begin(self.repl.wait)
        elif self._until.timer:
            self._until.stop()
        if self._answer is not None and not self.repl.conversing:
            answer, self._answer = self._answer, None
            self._stop_timers()
            answer.finish(self.name, self.lost)

    def _resume(self) -> None:
        self._pause = None
        self.repl.resume()
        self._after_step()

    def _stop_timers(self) -> None:
        self._deadline.stop()
        self._until.stop()
        if self._pause:
            self._pause.cancel()
            self._pause = None

    def _give_up(self) -> None:
        answer = self._answer
        self.abandon()
        if answer is not None:
            answer.give_up(self.name)

    def _fail(self, lost: LinkLost) -> None:
        if self.lost is None:
            self.lost = lost
        self._writer.end()
        self.repl.receive_eof()
        self._after_step()
