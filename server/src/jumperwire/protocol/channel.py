"""What a conversation reads from, sends to and reports on: buffers, and no I/O.

A conversation is a generator. It yields ``None`` when it needs more bytes, a `Wait` when it needs them
only so long, or a number of seconds when it wants to be left alone that long; whoever drives it owns the
clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias, TypeVar

from jumperwire.protocol.repl_state import Cue

T = TypeVar("T")


class Wait(NamedTuple):
    """Yielded by a conversation that needs more bytes, but continues without them after ``seconds``."""

    seconds: float


Conversation: TypeAlias = Generator[float | Wait | None, None, T]


class ProtocolError(Exception):
    """The two ends no longer agree on the state of the conversation."""


class LocalProtocolError(ProtocolError):
    """We asked for something that this state does not allow: a bug of ours."""


class RemoteProtocolError(ProtocolError):
    """The board said something that the REPL never says."""

    def __init__(self, expected: str, heard: bytes) -> None:
        super().__init__(f"expected {expected}, heard {heard[:80]!r}")
        self.expected = expected
        self.heard = heard


class EndOfStream(ProtocolError):
    """The board disappeared during a conversation."""


class Mark:
    """An event without data: all of one class are equal.

    Each command line makes these classes, and a dataclass takes half a millisecond to make.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class Output(NamedTuple):
    """Bytes for the user's terminal."""

    data: bytes


class Progress(Mark):
    """The board acknowledged something, so it is alive, and the patience starts again."""


class Started(Mark):
    """The source was accepted and is running: from now on there is no time limit."""


class Rebooted(Mark):
    """The interpreter has restarted: what was known about its globals and its heap is invalid."""


class StrayRawRepl(Mark):
    """The raw REPL's banner came unexpectedly, for example because a late Ctrl-A was read at last."""


class Prompted(NamedTuple):
    """The terminal's line is now this: a prompt, and what follows it. For `Repl` only."""

    line: bytes
    is_prompt: bool = False
    """Whether ``line`` is a primary prompt and nothing else, which is to be recognized from now on."""


class Interrupted(Mark):
    """A Ctrl-C of ours has ended what was running. For `Repl` only."""


@dataclass(frozen=True, slots=True)
class Interrupting:
    """A conversation is sending this many Ctrl-C. For `Repl` only."""

    count: int


class Settled(Mark):
    """No Ctrl-C of ours can be under way any more, since what was sent after them has run.

    For `Repl` only.
    """


Note: TypeAlias = Prompted | Interrupted | Interrupting | Settled
Event: TypeAlias = Output | Progress | Started | Rebooted | StrayRawRepl

LIMIT = 64 * 1024
"""The most bytes that a search for a mark may hold. No reply of the REPL itself is nearly as long."""


class Channel:
    """Holds received bytes until they are read, and bytes to send and events until they are collected."""

    def __init__(self, on_cue: Callable[[Cue], None] = lambda cue: None) -> None:
        self.cue = on_cue
        """Tells the state machine what a conversation does and hears, before it does it."""
        self._buffer = bytearray()
        self._last = b""
        self._eof = False
        self._writes: list[bytes] = []
        self._events: list[Event | Note] = []
        self.nudge: float | None = None
        """Seconds of silence after which the board is asked for its raw banner; None if silence is normal."""
        self.reply_nudge: float | None = None
        """The same, from when the source runs."""
        self.nudges = 0
        """How often the board was nudged."""

    # --- for the driver ---

    def feed(self, data: bytes) -> None:
        """Take bytes from the board."""
        self._buffer += data

    def feed_eof(self) -> None:
        """Note that the board is gone: a conversation that waits for bytes ends with EndOfStream."""
        self._eof = True

    def collect_writes(self) -> bytes:
        """Return the bytes to send now; there may be none."""
        data, self._writes = b"".join(self._writes), []
        return data

    def collect_events(self) -> list[Event | Note]:
        """Return the events since the last call."""
        events, self._events = self._events, []
        return events

    # --- for conversations ---

    def send(self, data: bytes) -> None:
        """Send bytes in one write."""
        self._writes.append(data)

    def emit(self, event: Event | Note) -> None:
        """Report an event."""
        self._events.append(event)

    def show(self, data: bytes) -> None:
        """Report bytes for the terminal, if there are any."""
        if data:
            self._events.append(Output(data))

    def take(self) -> bytes:
        """Return all received bytes that were not read yet; there may be none."""
        taken = bytes(self._buffer)
        self._buffer.clear()
        return taken

    def peek(self) -> bytes:
        """Return the same bytes as `take`, but leave them unread."""
        return bytes(self._buffer)

    def exactly(self, count: int) -> Conversation[bytes]:
        """Return the next ``count`` bytes."""
        while len(self._buffer) < count:
            yield from self.more()
        self._last = bytes(self._buffer[:count])
        del self._buffer[:count]
        return self._last

    def unread(self) -> None:
        """Make the bytes that ``exactly`` returned last unread again."""
        self._buffer[:0] = self._last
        self._last = b""

    def until(self, mark: bytes) -> Conversation[bytes]:
        """Return everything before ``mark``, and consume the mark too."""
        start = 0
        while (at := self._buffer.find(mark, start)) < 0:
            if len(self._buffer) > LIMIT:
                raise RemoteProtocolError(repr(mark), self.take())
            start = max(0, len(self._buffer) - len(mark) + 1)
            yield from self.more()
        taken = bytes(self._buffer[:at])
        del self._buffer[: at + len(mark)]
        return taken

    def search(self, pattern: re.Pattern[bytes], expected: str) -> Conversation[re.Match[bytes]]:
        """Wait for a match, and consume it and everything before it, which is still in its ``string``."""
        while not (match := pattern.search(bytes(self._buffer))):
            if len(self._buffer) > LIMIT:
                raise RemoteProtocolError(expected, self.take())
            yield from self.more()
        del self._buffer[: match.end()]
        return match

    def more(self) -> Conversation[None]:
        """Wait for more bytes."""
        if self.nudge is None:
            if self._eof:
                raise EndOfStream
            yield None
            return
        seconds = self.nudge
        while not (yield from self.more_within(seconds)):
            self.send(b"\x01")
            self.nudges += 1
            seconds *= 2

    def more_within(self, seconds: float) -> Conversation[bool]:
        """Wait for more bytes, at most this long, and return whether any came."""
        if self._eof:
            raise EndOfStream
        before = len(self._buffer)
        yield Wait(seconds)
        return len(self._buffer) > before
