"""The messages between the two ends of a mount, as values and as bytes: see mounting.py."""

from __future__ import annotations

import binascii
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

MARK = b"\x18\xf5\xfa"
PIECE_MARK = b"\xa7"
TAKEN, AGAIN, ENDING, GIVEN_UP = 0x41, 0x47, 0x45, 0x58
ABOUT_ANSWERS = (TAKEN, AGAIN, ENDING, GIVEN_UP)
"""The operations that are not requests of their own, but about the answer to one."""

CLOSED, REFUSED, WAIT = 253, 254, 255
STAT = 1
"""The operation that an import requests. An import takes its errors for a missing file."""

EINTR = 4
"""The error that becomes a KeyboardInterrupt on the board."""

HEAD = struct.Struct("<HBBB")
END = 4
_WORTH = 0.95

LONGEST = 8192
"""The largest arguments of a request, in bytes."""

Check = Callable[[bytes], int]


def crc32(data: bytes) -> int:
    """Return the check that most boards use."""
    return binascii.crc32(data)


def checksum24(data: bytes) -> int:
    """Return the check for boards without CRC-32."""
    total = 0
    for byte in data:
        total = total * 31 + byte & 0xFFFFFF
    return total


@dataclass(frozen=True, slots=True)
class MountLimits:
    """What was agreed with the board."""

    piece: int = 111
    """The most bytes of an answer in one piece.

    With their headers, two pieces fit into the smallest common ring.
    """
    block: int = 1024
    """The most bytes of content in an answer."""
    window: int = 0
    """Bits of the deflate window; 0 if the board has none."""
    check: Check = crc32
    in_flight: int = 16
    """The most pieces under way: as many as the link holds, but not so many that they flood the board's
    ring.
    """
    round_trip: float = 0.0
    """Seconds by which answers are later than on a quick link. Both ends wait longer by this time."""


@dataclass(frozen=True, slots=True)
class Request:
    """An operation that the board requests."""

    sequence: int
    operation: int
    arguments: bytes
    check: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a request: an error by its number on the board, or content."""

    content: bytes = b""
    error: int = 0
    dense: bool = False
    """Whether it may be sent deflated, because the board has another place for its content."""


def head_of(frame: bytes) -> tuple[int, int, int, int] | None:
    """Return the header of a frame, which begins with its mark, if that is complete and intact."""
    start = len(MARK)
    if len(frame) < start + HEAD.size:
        return None
    head: tuple[int, int, int, int] = HEAD.unpack_from(frame, start)
    sound = head[3] == sum(frame[start : start + HEAD.size - 1]) & 255
    return head if sound and head[0] <= LONGEST else None


def piece(limits: MountLimits, sequence: int, number: int, data: bytes = b"") -> bytes:
    """Return a piece of an answer, or `WAIT`, `REFUSED` or `CLOSED`."""
    head = struct.pack("<BBH", sequence, number, len(data))
    check = limits.check(head + data) & 0xFFFFFFFF
    return PIECE_MARK + head + check.to_bytes(4, "little") + data


def pieces(limits: MountLimits, sequence: int, answer: Answer) -> list[bytes]:
    """Return all pieces of an answer."""
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
