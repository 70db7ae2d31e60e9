"""What the two ends of a mount say to each other, as values and as bytes: see mounting.py."""

from __future__ import annotations

import binascii
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

MARK = b"\x18\xf5\xfa"
PIECE_MARK = b"\xa7"
TAKEN, AGAIN, GIVEN_UP = 0x41, 0x47, 0x58
REFUSED, WAIT = 254, 255
STAT = 1
"""The operation that an import asks for, and whose errors it takes for a file that is not there."""

EINTR = 4
"""The error that is a KeyboardInterrupt on the board."""

HEAD = struct.Struct("<HBBB")
END = 4
_WORTH = 0.95

LONGEST = 8192
"""Bytes of a request's arguments."""

Check = Callable[[bytes], int]


def crc32(data: bytes) -> int:
    """What most boards check with."""
    return binascii.crc32(data)


def checksum24(data: bytes) -> int:
    """What boards without CRC-32 check with."""
    total = 0
    for byte in data:
        total = total * 31 + byte & 0xFFFFFF
    return total


@dataclass(frozen=True, slots=True)
class MountLimits:
    """What was agreed upon with the board."""

    piece: int = 111
    """Most bytes of an answer in one piece: with their head, two of them fit the smallest common ring."""
    block: int = 1024
    """Most bytes of an answer's content."""
    window: int = 0
    """Bits of the window of deflate; 0 where the board has none."""
    check: Check = crc32
    in_flight: int = 16
    """Most pieces under way: what the link holds, and no more where that would flood the board's ring."""
    round_trip: float = 0.0
    """Seconds by which answers are later than on a quick link: so much longer both ends wait."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the board wants done."""

    sequence: int
    operation: int
    arguments: bytes
    check: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of a request: an error by its number on the board, or content."""

    content: bytes = b""
    error: int = 0
    dense: bool = False
    """Whether it may go deflated: where the board has another place for its content."""


def piece(limits: MountLimits, sequence: int, number: int, data: bytes = b"") -> bytes:
    """A piece of an answer, or `WAIT`, `REFUSED`."""
    head = struct.pack("<BBH", sequence, number, len(data))
    check = limits.check(head + data) & 0xFFFFFFFF
    return PIECE_MARK + head + check.to_bytes(4, "little") + data


def pieces(limits: MountLimits, sequence: int, answer: Answer) -> list[bytes]:
    """A whole answer."""
    content = answer.content
    deflated = False
    if answer.dense and limits.window and len(content) > limits.piece:
        packed = _deflated(content, limits.window)
        deflated = len(packed) < min(_WORTH * len(content), limits.block)
        content = packed if deflated else content
    data = struct.pack("<BBHH", answer.error, deflated, len(content), len(answer.content)) + content
    places = range(0, len(data), limits.piece)
    return [piece(limits, sequence, number, data[at : at + limits.piece]) for number, at in enumerate(places)]


def _deflated(content: bytes, window: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -window)
    return packer.compress(content) + packer.flush()
