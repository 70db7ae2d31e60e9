"""Blocks of an upload cut into frames, and taken back where the board did not keep them; no I/O.

A frame is a header of twelve bytes and a payload. Numbers are in digits of seven bits, the lowest first, each
with its highest bit set; the check is the lower 28 bits of a CRC-32 of the eight bytes before it and of all
behind the header::

    length 2 | content 3 | 32 + sequence | 0xA0 + flags | 32 + holes | check 4 | payload | places of the holes

Flags: 1, the last frame of a block; 2, the block is deflated. ``content`` is how many bytes the whole block
stands for. No byte of a frame is 03: where the payload has one there is a hole, a zero byte, and behind the
payload stands its place, in two bytes of six bits, each plus 64. So the board's interrupt character stays
armed, and any program's Ctrl-C ends a receiver that was left, wherever it waits.
"""

from __future__ import annotations

import binascii
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from jumperwire.protocol.answers import FIRST_SEQUENCE, SEQUENCES

HEAD = 12
"""The number of bytes in a header."""

LAST, DEFLATED = 1, 2
_NO_SEQUENCE = 64

_MOST_HOLES = 31
_HOLE = re.compile(rb"\x03")

_SMALLEST = 32
"""The payload of a frame, in bytes, on a link that loses something all the time."""

_LARGEST = 4096
"""The largest payload of a frame, in bytes: what two digits can count, including its holes."""


@dataclass(frozen=True, slots=True)
class Block:
    """Payload that is processed as a whole; ``size`` is the number of bytes of content that it represents."""

    data: bytes
    size: int
    deflated: bool


@dataclass(slots=True)
class _Rest:
    """The part of a block that is not in a frame yet."""

    payload: bytes
    size: int
    deflated: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame as it is sent, in ``data``, and what it was cut from."""

    sequence: int
    rest: _Rest
    last: bool
    data: bytes


class FrameCutter:
    """Cuts blocks into frames, and takes back frames that were not kept."""

    def __init__(self, blocks: Iterator[Block]) -> None:
        self.done = False
        """Whether all blocks are cut."""
        self._blocks = blocks
        self._rests: deque[_Rest] = deque()
        self._sequence = 0
        self._limit = _LARGEST

    @property
    def sequence(self) -> int:
        """The sequence number of the next frame."""
        return self._sequence

    def cut(self) -> Frame | None:
        """Return the next frame; None when everything is cut."""
        if not self._rests:
            block = next(self._blocks, None)
            if block is None:
                self.done = True
                return None
            self._rests.append(_Rest(block.data, block.size, block.deflated))
        rest = self._rests[0]
        payload = _with_few_holes(rest.payload[: self._limit], min(_MOST_HOLES, self._limit // 8))
        rest.payload = rest.payload[len(payload) :]
        last = not rest.payload
        if last:
            self._rests.popleft()
        frame = Frame(
            self._sequence,
            _Rest(payload, rest.size, rest.deflated),
            last,
            encoded(
                payload, rest.size, FIRST_SEQUENCE + self._sequence, LAST * last | DEFLATED * rest.deflated
            ),
        )
        self._sequence = (self._sequence + 1) % SEQUENCES
        return frame

    def take_back(self, frame: Frame) -> None:
        """Take back the newest frame, which was not kept. Smaller frames have better chances."""
        self._sequence = frame.sequence
        self._limit = max(_SMALLEST, len(frame.rest.payload) // 2)
        if frame.last:
            self._rests.appendleft(frame.rest)
        else:
            self._rests[0].payload = frame.rest.payload + self._rests[0].payload

    def grow(self) -> None:
        """Note that a frame was kept: larger frames have less overhead."""
        self._limit = min(_LARGEST, self._limit + self._limit // 4)


def question(number: int) -> bytes:
    """Return a frame that is never kept, so that its answer says what is expected.

    ``number`` determines its end.
    """
    return encoded(b"", number, _NO_SEQUENCE, 0)


def encoded(payload: bytes, size: int, sequence: int, flags: int) -> bytes:
    """Return a frame as bytes, none of which is 03. ``sequence`` is the value in the header."""
    holes = [match.start() for match in _HOLE.finditer(payload)]
    body = payload.replace(b"\x03", b"\0") + b"".join(bytes((64 + (at >> 6), 64 + (at & 63))) for at in holes)
    head = digits(len(body), 2) + digits(size, 3) + bytes((sequence, 0xA0 | flags, 32 + len(holes)))
    return head + digits(binascii.crc32(body, binascii.crc32(head)), 4) + body


def digits(number: int, count: int) -> bytes:
    """Return the lowest ``count`` digits of a number, of seven bits each, lowest first, with the highest
    bit set.
    """
    return bytes(0x80 | number >> 7 * place & 0x7F for place in range(count))


def _with_few_holes(payload: bytes, most: int) -> bytes:
    """Return the longest beginning of a payload with at most ``most`` holes, so that a small frame stays
    small.
    """
    for count, hole in enumerate(_HOLE.finditer(payload)):
        if count == most:
            return payload[: hole.start()]
    return payload
