"""Frames to a receiver on the board: acknowledged, checked, sent again where they are lost.

A frame is a header of ten bytes and up to a block of payload, little-endian; its check is a CRC-32 of the six
bytes before it and of the payload::

    length u16 | content u16 | sequence u8 | 0xA0 + flags u8 | check u32 | payload

Flags: 1, the last frame of a block; 2, the block is deflated. ``content`` is how many bytes the whole block
stands for. The board takes a frame in pieces and answers with single bytes: ``ACK`` for each whole piece
but the last; ``KEPT`` and the sequence for a good frame, after what is in its block was written to flash;
``AGAIN`` and the sequence that it expects after a bad one, when the line is quiet again. ``AGAIN`` is also
how it begins. No answer is text, so that what timers and threads print between them is told apart.

The board has time limits but for the rest of a piece: there a lost byte has it wait. So silence is answered
with as many zero bytes as a piece has, which no frame begins with.
"""

from __future__ import annotations

import binascii
import re
import struct
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from jumperwire.protocol.channel import Channel, Conversation, Progress, RemoteProtocolError
from jumperwire.protocol.conversations import INTERRUPT

ACK, KEPT, AGAIN = 0x06, 0x86, 0x95
_END = 0x04
_TAIL = re.compile(rb"([^\x04]*)\x04>")
_TAIL_LIMIT = 16 * 1024
_TAIL_WAIT = 0.5

_IN_FLIGHT = 2
"""Pieces that may be under way: one is read while the next one comes."""

_MISSES = 12
"""Silences in a row after which the receiver counts as gone."""

_SMALLEST = 32
"""Payload of a frame on a link that loses something all the time."""

LAST, DEFLATED = 1, 2
_SEQUENCES = 32
_FIRST_SEQUENCE = 32


@dataclass(frozen=True, slots=True)
class Block:
    """Payload that makes sense as a whole; ``size`` is how many bytes of content it stands for."""

    data: bytes
    size: int
    deflated: bool


@dataclass(frozen=True, slots=True)
class FrameLimits:
    """What was agreed upon with the receiver."""

    piece: int
    """Bytes that are acknowledged at once. Twice as many may be under way."""
    loss_free: bool
    """Whether frames may follow each other before they are kept."""
    acknowledged: float
    """Seconds of silence within a frame after which something was lost."""
    kept: float
    """The same where the board may be writing to its flash."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The receiver returned: what it printed, and its traceback, empty where it ended well."""

    said: bytes
    error: bytes


@dataclass(slots=True)
class _Rest:
    """What of a block is not in a frame yet."""

    payload: bytes
    size: int
    deflated: bool


@dataclass(frozen=True, slots=True)
class _Frame:
    sequence: int
    rest: _Rest
    last: bool
    data: bytes


class _Cutter:
    """Cuts blocks into frames, and takes back what was not kept."""

    def __init__(self, blocks: Iterator[Block]) -> None:
        self._blocks = blocks
        self._rests: deque[_Rest] = deque()
        self._sequence = 0
        self._limit = 1 << 16

    def cut(self) -> _Frame | None:
        """The next frame; None when all is cut."""
        if not self._rests:
            block = next(self._blocks, None)
            if block is None:
                return None
            self._rests.append(_Rest(block.data, block.size, block.deflated))
        rest = self._rests[0]
        payload = rest.payload[: self._limit]
        rest.payload = rest.payload[len(payload) :]
        last = not rest.payload
        if last:
            self._rests.popleft()
        flags = 0xA0 | LAST * last | DEFLATED * rest.deflated
        head = struct.pack("<HHBB", len(payload), rest.size, _FIRST_SEQUENCE + self._sequence, flags)
        check = binascii.crc32(payload, binascii.crc32(head))
        frame = _Frame(
            self._sequence,
            _Rest(payload, rest.size, rest.deflated),
            last,
            head + check.to_bytes(4, "little") + payload,
        )
        self._sequence = (self._sequence + 1) % _SEQUENCES
        return frame

    def take_back(self, frame: _Frame) -> None:
        """The newest frame was not kept; smaller ones have better chances."""
        self._sequence = frame.sequence
        self._limit = max(_SMALLEST, len(frame.rest.payload) // 2)
        if frame.last:
            self._rests.appendleft(frame.rest)
        else:
            self._rests[0].payload = frame.rest.payload + self._rests[0].payload

    def grow(self) -> None:
        """A frame was kept: larger ones have less overhead."""
        self._limit = min(1 << 16, self._limit + self._limit // 4)


def send_blocks(channel: Channel, blocks: Iterator[Block], limits: FrameLimits) -> Conversation[Ended]:
    """Send all blocks, and return what the receiver says when it returns.

    Raises RemoteProtocolError when it does not answer any more.
    """
    cutter = _Cutter(blocks)
    open_frames: deque[_Frame] = deque()  # begun, and not kept yet; the newest is the one being sent
    sent = 0  # bytes of the newest
    in_flight = _IN_FLIGHT  # nothing goes before the receiver has said that it is there
    said = b""
    misses = 0
    filled = False
    while True:
        while in_flight < _IN_FLIGHT:
            if not open_frames or sent == len(open_frames[-1].data):
                frame = cutter.cut() if limits.loss_free or not open_frames else None
                if frame is None:
                    break
                open_frames.append(frame)
                sent = 0
            piece = open_frames[-1].data[sent : sent + limits.piece]
            channel.send(piece)
            sent += len(piece)
            in_flight += 1
        within = bool(open_frames) and sent < len(open_frames[-1].data) and not misses
        patience = limits.acknowledged if within else limits.kept
        heard = yield from answer(channel, patience * (1 + misses / 4))
        if isinstance(heard, Ended):
            if filled:
                channel.send(INTERRUPT)  # some of it may stand in the raw REPL's line now
            return Ended(said + heard.said, heard.error)
        if isinstance(heard, bytes):
            said = (said + heard)[-_TAIL_LIMIT:]
            continue
        if heard is None:
            misses += 1
            if misses > _MISSES:
                raise RemoteProtocolError("an acknowledgement", said)
            channel.send(bytes(limits.piece))
            filled = True
            in_flight = _IN_FLIGHT  # nothing more until it says where it is
            continue
        kind, sequence = heard
        if kind == ACK:
            in_flight = max(0, in_flight - 1)
        elif kind == KEPT:
            if not open_frames or open_frames[0].sequence != sequence:
                continue
            open_frames.popleft()
            cutter.grow()
            in_flight = max(0, in_flight - 1)
        else:
            while open_frames and open_frames[0].sequence != sequence:
                open_frames.popleft()  # kept, but that answer was lost
            while open_frames:
                cutter.take_back(open_frames.pop())
            in_flight = 0
        misses = 0
        channel.emit(Progress())


def answer(channel: Channel, patience: float) -> Conversation[tuple[int, int] | Ended | bytes | None]:
    """The next answer with its sequence; or the end; or bytes that are neither; None for silence."""
    while not (heard := channel.take()):
        if not (yield from channel.more_within(patience)):
            return None
    first, rest = heard[0], heard[1:]
    channel.feed(rest)
    if first == ACK:
        return ACK, 0
    if first in (KEPT, AGAIN):
        if not rest and not (yield from channel.more_within(patience)):
            return None
        sequence = (yield from channel.exactly(1))[0] - _FIRST_SEQUENCE
        return (first, sequence) if 0 <= sequence < _SEQUENCES else b""
    if first == _END:
        return (yield from _tail(channel))
    return heard[:1]


def _tail(channel: Channel) -> Conversation[Ended | bytes]:
    """What stands behind the first 04 of a result; that byte may also be a stray one."""
    heard = b""
    while True:
        heard += channel.take()
        if match := _TAIL.match(heard):
            channel.feed(heard[match.end() :])
            return Ended(b"", match[1])
        if len(heard) > _TAIL_LIMIT or not (yield from channel.more_within(_TAIL_WAIT)):
            channel.feed(heard)
            return b"\x04"
