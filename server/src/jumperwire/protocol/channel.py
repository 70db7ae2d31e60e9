"""What a conversation reads from, sends to and reports on: buffers, and no I/O.

A conversation is a generator. It yields ``None`` when it needs more bytes, a `Wait` when it needs them
only so long, or a number of seconds when it wants to be left alone that long; whoever drives it owns the
clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from jumperwire.protocol.repl_state import Cue

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wait:
    """Yielded by a conversation that needs more bytes, but goes on without them after ``seconds``."""

    seconds: float


Conversation: TypeAlias = Generator[float | Wait | None, None, T]


class ProtocolError(Exception):
    """The two ends no longer agree on where the conversation is."""


class LocalProtocolError(ProtocolError):
    """We asked for something that this state does not allow: our mistake."""


class RemoteProtocolError(ProtocolError):
    """The board said something that the REPL never says."""

    def __init__(self, expected: str, heard: bytes) -> None:
        super().__init__(f"expected {expected}, heard {heard[:80]!r}")
        self.expected = expected
        self.heard = heard


class EndOfStream(ProtocolError):
    """The board went away in the middle of a conversation."""


@dataclass(frozen=True, slots=True)
class Output:
    """Bytes for the user's terminal."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Progress:
    """The board acknowledged something: it is alive, so patience begins anew."""


@dataclass(frozen=True, slots=True)
class Started:
    """The source was accepted and runs: from here on there is no time limit."""


@dataclass(frozen=True, slots=True)
class Rebooted:
    """The interpreter started afresh: what was known about its globals and its heap is gone."""


@dataclass(frozen=True, slots=True)
class StrayRawRepl:
    """The raw REPL's banner came without being asked for, e.g. because a late Ctrl-A was read at last."""


@dataclass(frozen=True, slots=True)
class Prompted:
    """The line of the terminal is this: a prompt, and what stands behind it. For `Repl` alone."""

    line: bytes
    is_prompt: bool = False
    """Whether ``line`` is a primary prompt and nothing else, to be known from now on."""


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A Ctrl-C of ours has ended what ran. For `Repl` alone."""


@dataclass(frozen=True, slots=True)
class Interrupting:
    """So many Ctrl-C are being sent by a conversation. For `Repl` alone."""

    count: int


@dataclass(frozen=True, slots=True)
class Settled:
    """No Ctrl-C of ours can be under way any more: what was sent behind them has run. For `Repl` alone."""


Note: TypeAlias = Prompted | Interrupted | Interrupting | Settled
Event: TypeAlias = Output | Progress | Started | Rebooted | StrayRawRepl

LIMIT = 64 * 1024
"""Most bytes that a search for a mark may hold: no reply of the REPL itself is near that."""


class Channel:
    """Received bytes until somebody asks for them; bytes to send and events until somebody collects them."""

    def __init__(self, on_cue: Callable[[Cue], None] = lambda cue: None) -> None:
        self.cue = on_cue
        """Tell the state machine what a conversation does and hears, before it does it."""
        self._buffer = bytearray()
        self._last = b""
        self._eof = False
        self._writes: list[bytes] = []
        self._events: list[Event | Note] = []
        self.nudge: float | None = None
        """Seconds of silence after which the board is asked for its raw banner; None: silence is fine."""
        self.reply_nudge: float | None = None
        """The same, from when the source runs."""
        self.nudges = 0
        """How often it was."""

    # --- the driver's side ---

    def feed(self, data: bytes) -> None:
        """Take bytes that came from the board."""
        self._buffer += data

    def feed_eof(self) -> None:
        """The board is gone: a conversation that waits for bytes ends with EndOfStream."""
        self._eof = True

    def collect_writes(self) -> bytes:
        """What is to be sent now; may be nothing."""
        data, self._writes = b"".join(self._writes), []
        return data

    def collect_events(self) -> list[Event | Note]:
        """What happened since the last call."""
        events, self._events = self._events, []
        return events

    # --- the conversation's side ---

    def send(self, data: bytes) -> None:
        """Have bytes sent in one write."""
        self._writes.append(data)

    def emit(self, event: Event | Note) -> None:
        """Report something."""
        self._events.append(event)

    def show(self, data: bytes) -> None:
        """Report bytes for the terminal, if there are any."""
        if data:
            self._events.append(Output(data))

    def take(self) -> bytes:
        """Everything received and not asked for; may be nothing."""
        taken = bytes(self._buffer)
        self._buffer.clear()
        return taken

    def peek(self) -> bytes:
        """The same, left where it is."""
        return bytes(self._buffer)

    def exactly(self, count: int) -> Conversation[bytes]:
        """The next ``count`` bytes."""
        while len(self._buffer) < count:
            yield from self.more()
        self._last = bytes(self._buffer[:count])
        del self._buffer[:count]
        return self._last

    def unread(self) -> None:
        """Put back what ``exactly`` gave last."""
        self._buffer[:0] = self._last
        self._last = b""

    def until(self, mark: bytes) -> Conversation[bytes]:
        """Everything before ``mark``; the mark itself is consumed."""
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
        """Wait for a match; it is consumed with all before it, which is still in its ``string``."""
        while not (match := pattern.search(bytes(self._buffer))):
            if len(self._buffer) > LIMIT:
                raise RemoteProtocolError(expected, self.take())
            yield from self.more()
        del self._buffer[: match.end()]
        return match

    def more(self) -> Conversation[None]:
        """Wait for bytes that are not here yet."""
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
        """Wait for bytes that are not here yet, but no longer than that; whether some came."""
        if self._eof:
            raise EndOfStream
        before = len(self._buffer)
        yield Wait(seconds)
        return len(self._buffer) > before
