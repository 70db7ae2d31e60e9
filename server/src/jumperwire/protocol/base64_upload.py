"""Steps to a receiver on the board in lines of base64: for builds that have no more than ``readline``.

A line stands for a checksum and what it checks, little-endian; it ends with CR LF, since some builds look for
one and some for the other::

    check u32 | sequence << 3 | operation u8 | data

Operation 0 says that more of the same step follows. The board answers each line with two bytes: ``KEPT`` and
its sequence when the step is done, ``AGAIN`` and the sequence that it expects for any other line. So it
begins, too. What goes behind a line that is not kept is wrong as well; so nothing is sent again before all
that is under way is answered. A line that lost its end waits for one, so silence is answered with `FILLER`.
"""

from __future__ import annotations

import base64
import binascii
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jumperwire.protocol.channel import Channel, Conversation, Progress, RemoteProtocolError
from jumperwire.protocol.conversations import INTERRUPT
from jumperwire.protocol.framed_upload import ACK, KEPT, Ended, answer

FILLER = b"?\r\n"
"""A line that is wrong."""

_END = b"\r\n"
_HEAD = 5
_SEQUENCES = 32
_IN_FLIGHT = 2
"""Lines that may be under way: one is read while the next one comes."""

_MISSES = 8
"""Silences in a row after which the receiver counts as gone."""

_SAID_LIMIT = 16 * 1024


@dataclass(frozen=True, slots=True)
class Step:
    """Something that the receiver does, with any amount of data."""

    operation: int
    """1 to 7."""
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class LineLimits:
    """What was agreed upon with the receiver."""

    length: int
    """Characters in a line, its end included."""
    loss_free: bool
    """Whether lines may follow a step before it is done."""
    check: Callable[[bytes], int]
    """Of 32 bits."""
    patience: float
    """Seconds of silence after which something was lost."""

    @property
    def room(self) -> int:
        """Bytes of data in a line."""
        return (self.length - len(_END)) // 4 * 3 - _HEAD


def checksum24(data: bytes) -> int:
    """The checksum for boards without CRC-32; its numbers need no heap there."""
    check = 1
    for byte in data:
        check = check * 31 + byte & 0xFFFFFF
    return check


def crc(data: bytes) -> int:
    """The checksum for all others."""
    return binascii.crc32(data)


@dataclass(frozen=True, slots=True)
class _Line:
    sequence: int
    ends_step: bool
    text: bytes


def send_steps(channel: Channel, steps: Iterator[Step], limits: LineLimits) -> Conversation[Ended]:
    """Send all steps, and return what the receiver says when it returns.

    Raises RemoteProtocolError when it does not answer any more.
    """
    window = _Window(_lines(steps, limits), limits.loss_free)
    said = b""
    misses = 0
    filled = False
    while True:
        for line in window.to_send():
            channel.send(line)
        heard = yield from answer(channel, limits.patience * (1 + misses / 4))
        if isinstance(heard, Ended):
            if filled or window.open:
                channel.send(INTERRUPT)  # some of it may stand in the raw REPL's line now
            return Ended(said + heard.said, heard.error)
        if isinstance(heard, bytes):
            said = (said + heard)[-_SAID_LIMIT:]
            continue
        if heard is None:
            misses += 1
            if misses > _MISSES:
                raise RemoteProtocolError("an answer to a line", said)
            channel.send(FILLER)
            filled = True
            window.lost()
            continue
        misses = 0
        window.answered(*heard)
        channel.emit(Progress())


class _Window:
    """What is under way."""

    def __init__(self, lines: Iterator[_Line], loss_free: bool) -> None:
        self.open: deque[_Line] = deque()
        """Those that were sent at least once, and are not kept yet."""
        self._lines = lines
        self._loss_free = loss_free
        self._sent = 0  # of the open ones
        self._unanswered = 1  # it says by itself where it begins
        self._rewinding = True

    def to_send(self) -> Iterator[bytes]:
        """What may go now."""
        while not self._rewinding and self._unanswered < _IN_FLIGHT:
            if self._sent == len(self.open):
                waits = not self._loss_free and any(line.ends_step for line in self.open)
                line = None if waits else next(self._lines, None)
                if line is None:
                    return
                self.open.append(line)
            yield self.open[self._sent].text
            self._sent += 1
            self._unanswered += 1

    def answered(self, kind: int, sequence: int) -> None:
        """The answer to one line; ACK is noise, since there are no pieces here."""
        if kind == ACK:
            return
        self._unanswered = max(0, self._unanswered - 1)
        if kind == KEPT:
            self._keep_before((sequence + 1) % _SEQUENCES)
        else:
            self._keep_before(sequence)
            self._rewinding = True
        if self._rewinding and not self._unanswered:
            self._rewinding = False
            self._sent = 0

    def lost(self) -> None:
        """Nothing is heard; what will be is the answer to a filler."""
        self._rewinding = True
        self._unanswered = 1

    def _keep_before(self, sequence: int) -> None:
        """All before this one are kept, if it can be true."""
        nexts = [(line.sequence + 1) % _SEQUENCES for line in self.open]
        if sequence in nexts:
            count = nexts.index(sequence) + 1
            for _ in range(count):
                self.open.popleft()
            self._sent = max(0, self._sent - count)


def _lines(steps: Iterator[Step], limits: LineLimits) -> Iterator[_Line]:
    sequence = 0
    for step in steps:
        for at in range(0, len(step.data) or 1, limits.room):
            data = step.data[at : at + limits.room]
            ends = at + limits.room >= len(step.data)
            body = bytes([sequence << 3 | (step.operation if ends else 0)]) + data
            check = limits.check(body).to_bytes(4, "little")
            yield _Line(sequence, ends, base64.b64encode(check + body) + _END)
            sequence = (sequence + 1) % _SEQUENCES
