"""The answers of a receiver on the board, and what was asked and not answered yet. No I/O.

A receiver answers with ``ACK``; with ``KEPT``, the sequence number and 127 minus that number; or with
``AGAIN``, the sequence number that it expects and the last byte that it read. Sequence numbers are sent
plus 32. No answer is text, so what timers and threads print in between can be distinguished.

Answers come in order. When it is unknown what has arrived, the board is asked with something that it does
not keep. Until an answer comes that ends like the last question, all other answers are about what was
sent before it. This is how late answers do no harm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jumperwire.protocol.channel import Channel, Conversation

ACK, KEPT, AGAIN = 0x06, 0x86, 0x95
SEQUENCES = 32
FIRST_SEQUENCE = 32
_KEPT_SUM = 127
_END = 0x04
_TAIL = re.compile(rb"([^\x04]*)\x04>")
_TAIL_LIMIT = 16 * 1024
_TAIL_WAIT = 0.5
_TOGETHER = 0.2
"""Seconds for the rest of an answer, whose bytes are sent together."""

SAID_LIMIT = 16 * 1024
"""The number of bytes kept of output that is not an answer."""

BEGINNING = 0
"""The question that a receiver answers unasked when it begins."""

_QUESTIONS = 40
"""The number of questions, with nothing kept between them, after which the link counts as unusable."""

_SLOWER, _QUICKER = 1.5, 0.9
"""Factors for the patience after an answer that was late, and after one that was not."""

_SLOWEST = 8.0
"""The largest factor for the patience."""

_LAST_WORDS = 2.0
"""Seconds that a receiver gets to return when everything is kept.

Whether it did is found out otherwise, too.
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """The receiver has returned: its output, and its traceback, which is empty if it ended normally."""

    said: bytes
    error: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; ``last`` is the byte after the sequence number. Both are 0 for an ``ACK``."""

    kind: int
    sequence: int = 0
    last: int = 0


class Doubt:
    """What is uncertain about a receiver: which question is open, and how long nothing was heard.

    ``gone``: seconds of silence after which the receiver counts as gone.
    """

    def __init__(self, gone: float, question: int | None = None) -> None:
        self.question = question
        """The last byte of the open question; None if there is none."""
        self.ever_asked = False
        """Whether questions were sent, which a receiver that had already ended did not read."""
        self._gone = gone
        self._silent = 0.0  # seconds since anything was heard
        self._streak = 0  # silences since then
        self._another = False  # whether an answer to something other than the last question came meanwhile
        self._questions = 0  # since something was kept
        self._slowness = 1.0

    def patience(self, usual: float) -> float:
        """Return the seconds that the next answer may take, if ``usual`` are enough on a link that is as
        measured.
        """
        return usual * min(_SLOWEST, self._slowness * _SLOWER**self._streak)

    def silence(self, seconds: float, *, all_kept: bool) -> bool:
        """Note a silence. Returns False if the receiver counts as gone."""
        self._silent += seconds
        self._streak += 1
        return self._silent <= (_LAST_WORDS if all_kept else self._gone)

    def asked(self, question: int | None = None) -> bool:
        """A question was sent that ends so, or one that is known by no end; False where the link lets nothing
        through."""
        self.question = question
        self.ever_asked = True
        self._questions += 1
        return self._questions <= _QUESTIONS

    def heard_another(self) -> None:
        """Note an answer to something other than the last question, which may not have arrived intact."""
        self._another = True

    def heard(self, *, kept: bool) -> None:
        """Note an answer. ``kept``: it reports that something was kept."""
        late = (self._streak > 1 and not self._another) or (kept and self.question is not None)
        self._streak = 0
        self._another = False
        if late:
            self._slowness = min(_SLOWEST, self._slowness * _SLOWER)
        elif kept:
            self._slowness = max(1.0, self._slowness * _QUICKER)
        self._silent = 0.0
        if kept:
            self._questions = 0


def answer(channel: Channel, patience: float) -> Conversation[Answer | Ended | bytes | None]:
    """Return the next answer, the receiver's end, or bytes that are neither; None after ``patience`` of
    silence.
    """
    while not (heard := channel.peek()):
        if not (yield from channel.more_within(patience)):
            return None
    first = heard[0]
    if first == _END:
        channel.take()
        channel.feed(heard[1:])
        return (yield from _tail(channel))
    size = 3 if first in (KEPT, AGAIN) else 1
    while len(heard := channel.peek()) < size and (yield from channel.more_within(_TOGETHER)):
        pass
    channel.take()
    if first == ACK:
        channel.feed(heard[1:])
        return Answer(ACK)
    if size == 3 and len(heard) >= size:
        found = Answer(first, heard[1] - FIRST_SEQUENCE, heard[2])
        sum_is_right = first == AGAIN or found.sequence + found.last == _KEPT_SUM
        if 0 <= found.sequence < SEQUENCES and sum_is_right:
            channel.feed(heard[3:])
            return found
    channel.feed(heard[1:])
    return heard[:1]


def _tail(channel: Channel) -> Conversation[Ended | bytes]:
    """Return what follows the first 04 of a result. That byte may also be a stray one."""
    heard = b""
    while True:
        heard += channel.take()
        if match := _TAIL.match(heard):
            channel.feed(heard[match.end() :])
            return Ended(b"", match[1])
        if len(heard) > _TAIL_LIMIT or not (yield from channel.more_within(_TAIL_WAIT)):
            channel.feed(heard)
            return b"\x04"
