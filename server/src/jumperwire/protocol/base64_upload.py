"""Steps to a receiver on the board in lines of base64: for builds that have no more than ``readline``.

A line stands for a checksum and what it checks, little-endian; it ends with CR LF, since some builds look for
one and some for the other::

    check u32 | sequence << 3 | operation u8 | data

Operation 0 says that more of the same step follows. The board answers each line (`answers` has how): ``KEPT``
when the step is done, ``AGAIN`` for any other line. A line that lost its end waits for one. So after silence,
and after an ``AGAIN``, the board is asked where it is by a line that is wrong, and that ends like no other.
"""

from __future__ import annotations

import base64
import binascii
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jumperwire.protocol.answers import (
    ACK,
    BEGINNING,
    KEPT,
    SAID_LIMIT,
    SEQUENCES,
    Answer,
    Doubt,
    Ended,
    answer,
)
from jumperwire.protocol.channel import Channel, Conversation, Progress, RemoteProtocolError
from jumperwire.protocol.repl_bytes import INTERRUPT

QUESTIONS = b"!#$%&()*,-.:;<>@"
"""The last characters of lines that ask; none of them occurs in base64."""

_END = b"\r\n"
_HEAD = 5
_IN_FLIGHT = 2
"""The number of lines that may be under way: one is read while the next one arrives."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something for the receiver to do, with any amount of data."""

    operation: int
    """A number from 1 to 7."""
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class LineLimits:
    """What was agreed with the receiver; times are in seconds."""

    length: int
    """Characters in a line, including its end."""
    loss_free: bool
    """Whether lines may follow a step before it is done."""
    check: Callable[[bytes], int]
    """Computes the check, of 32 bits."""
    patience: float
    """The silence after which something may be lost."""
    gone: float
    """The silence after which the receiver counts as gone."""

    @property
    def room(self) -> int:
        """Bytes of data that fit into a line."""
        return (self.length - len(_END)) // 4 * 3 - _HEAD


def checksum24(data: bytes) -> int:
    """Return the checksum for boards without CRC-32, whose numbers need no heap there."""
    check = 1
    for byte in data:
        check = check * 31 + byte & 0xFFFFFF
    return check


def crc(data: bytes) -> int:
    """Return the checksum for all other boards."""
    return binascii.crc32(data)


@dataclass(frozen=True, slots=True)
class _Line:
    sequence: int
    ends_step: bool
    text: bytes


def send_steps(channel: Channel, steps: Iterator[Step], limits: LineLimits) -> Conversation[Ended]:
    """Send all steps, and return the receiver's output when it returns.

    Raises RemoteProtocolError when it does not answer any more.
    """
    upload = _Upload(channel, _lines(steps, limits), limits)
    said = b""
    while True:
        upload.fill_window()
        heard = yield from answer(channel, upload.patience)
        if isinstance(heard, Ended):
            if upload.doubt.ever_asked or upload.open:
                channel.send(INTERRUPT)  # part of it may be in the raw REPL's line now
            return Ended(said + heard.said, heard.error)
        if isinstance(heard, bytes):
            said = (said + heard)[-SAID_LIMIT:]
        elif not (upload.silence() if heard is None else upload.answered(heard)):
            raise RemoteProtocolError("an answer to a line", said)


class _Upload:
    """What is under way to a receiver. Methods that return a bool return False if it counts as gone."""

    def __init__(self, channel: Channel, lines: Iterator[_Line], limits: LineLimits) -> None:
        self.doubt = Doubt(limits.gone, BEGINNING)
        self.open: deque[_Line] = deque()
        """Lines that were sent at least once and are not kept yet."""
        self._channel = channel
        self._lines = lines
        self._done = False
        self._limits = limits
        self._sent = 0  # of the open ones
        self._unanswered = 0
        self._questions = 0

    @property
    def patience(self) -> float:
        """The seconds that the next answer may take."""
        return self.doubt.patience(self._limits.patience)

    def fill_window(self) -> None:
        """Send as many lines as may be under way; none while it is unknown what the receiver expects."""
        while self.doubt.question is None and self._unanswered < _IN_FLIGHT:
            if self._sent == len(self.open):
                waits = not self._limits.loss_free and any(line.ends_step for line in self.open)
                line = None if waits else next(self._lines, None)
                if line is None:
                    self._done = not waits
                    return
                self.open.append(line)
            self._channel.send(self.open[self._sent].text)
            self._sent += 1
            self._unanswered += 1

    def silence(self) -> bool:
        """Handle a silence: ask what the receiver expects."""
        return self.doubt.silence(self.patience, all_kept=self._done and not self.open) and self._ask()

    def answered(self, heard: Answer) -> bool:
        """Handle an answer. ACK is noise, since there are no pieces here."""
        if heard.kind == ACK:
            return True
        if heard.kind == KEPT:
            self._unanswered = max(0, self._unanswered - 1)
            self._keep_before((heard.sequence + 1) % SEQUENCES)
        elif self.doubt.question is None:
            self.doubt.heard(kept=False)
            return self._ask()
        elif heard.last == self.doubt.question:
            self.doubt.heard(kept=False)
            self.doubt.question = None
            self._keep_before(heard.sequence)
            self._unanswered = self._sent = 0
        else:
            self.doubt.heard_another()
        return True

    def _ask(self) -> bool:
        self._questions += 1
        end = QUESTIONS[self._questions % len(QUESTIONS)]
        self._channel.send(b"?" + bytes([end]) + _END)
        return self.doubt.asked(end)

    def _keep_before(self, sequence: int) -> None:
        """Note that all lines before this one are kept, if that can be true."""
        nexts = [(line.sequence + 1) % SEQUENCES for line in self.open]
        if sequence in nexts:
            count = nexts.index(sequence) + 1
            for _ in range(count):
                self.open.popleft()
            self._sent = max(0, self._sent - count)
            self.doubt.heard(kept=True)
            self._channel.emit(Progress())


def _lines(steps: Iterator[Step], limits: LineLimits) -> Iterator[_Line]:
    sequence = 0
    for step in steps:
        for at in range(0, len(step.data) or 1, limits.room):
            data = step.data[at : at + limits.room]
            ends = at + limits.room >= len(step.data)
            body = bytes([sequence << 3 | (step.operation if ends else 0)]) + data
            check = limits.check(body).to_bytes(4, "little")
            yield _Line(sequence, ends, base64.b64encode(check + body) + _END)
            sequence = (sequence + 1) % SEQUENCES
