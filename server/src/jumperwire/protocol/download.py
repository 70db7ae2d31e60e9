"""Frames from a sender on the board: checked, in order, asked for again where something is missing.

A frame is little-endian, its check a CRC-32 of the eight bytes behind the mark and of the payload::

    0xA5 0x5A | file u16 | offset u32 | length u16 | check u32 | payload

A file ends with a frame whose length has the highest bit set; its payload is the beginning of the file's
SHA-256. The board does not wait for us. What it hears between two frames is a request, to go on elsewhere
or to end::

    0xA6 | file u16 | offset u32 | most bytes in a frame u16 | CRC-32 u32 of the nine bytes before

File 0xFFFF ends it. What stands between frames is the noise of timers and threads, and is passed over.
"""

from __future__ import annotations

import binascii
import re
import struct
from dataclasses import dataclass
from typing import Protocol

from jumperwire.protocol.channel import Channel, Conversation, Progress, RemoteProtocolError
from jumperwire.protocol.conversations import INTERRUPT
from jumperwire.protocol.framed_upload import Ended

_MAGIC = b"\xa5\x5a"
_HEAD = struct.Struct("<HIHI")
_HEAD_SIZE = len(_MAGIC) + _HEAD.size
_FILE_ENDS = 0x8000
_STOP = 0xFFFF
_ENDED = re.compile(rb"\x04([^\x04]*)\x04>\Z")

_SMALLEST = 64
_MISSES = 12
"""Silences in a row after which the sender counts as gone."""

_STRAYS = 32
"""Frames that were not asked for, after which a request counts as lost."""

_NOISE = 16 * 1024


class Sink(Protocol):
    """Where files go. Its methods return False when it cannot go on."""

    def data(self, file: int, data: bytes) -> bool:
        """The next bytes of a file."""

    def end(self, file: int, digest: bytes) -> bool:
        """A file is whole if its SHA-256 begins so."""


@dataclass(slots=True)
class _Place:
    file: int = 0
    offset: int = 0


def receive_files(
    channel: Channel, count: int, most: int, sink: Sink, patience: float
) -> Conversation[Ended]:
    """Receive so many files, in frames of at most ``most`` bytes; ``patience`` in seconds.

    Raises RemoteProtocolError when the board does not answer any more.
    """
    want = _Place()
    size = most
    misses = 0
    strays = 0  # frames since we asked for one; 0 if we have not
    noise = b""
    while True:
        frame = yield from _frame(channel, most, patience * (1 + misses / 4))
        stopping = want.file >= count
        if isinstance(frame, bytes):
            noise = (noise + frame)[-_NOISE:]
        may_end = frame is None or (stopping and isinstance(frame, bytes))
        if may_end and (match := _ENDED.search(noise)):
            channel.send(INTERRUPT)  # what we asked for last may stand in the raw REPL's line now
            return Ended(noise[: match.start()], match[1])
        if isinstance(frame, bytes):
            continue
        if frame is None:
            misses += 1
            if misses > _MISSES:
                raise RemoteProtocolError("a frame", noise)
        if stopping:
            if frame is None:
                channel.send(_request(_STOP, 0, 0))
            continue
        if isinstance(frame, _Bad):
            size = max(_SMALLEST, size // 2)
        if not isinstance(frame, _Frame) or (frame.file, frame.offset) != (want.file, want.offset):
            if frame is None or strays % _STRAYS == 0:
                channel.send(_request(want.file, want.offset, size))
            strays += 1
            continue
        misses = strays = 0
        channel.emit(Progress())
        if frame.ends:
            going = sink.end(frame.file, frame.payload)
            want = _Place(frame.file + 1)
        else:
            going = sink.data(frame.file, frame.payload)
            want.offset += len(frame.payload)
        if not going:
            want.file = count
        if want.file == count:
            channel.send(_request(_STOP, 0, 0))


@dataclass(frozen=True, slots=True)
class _Frame:
    file: int
    offset: int
    payload: bytes
    ends: bool


class _Bad:
    """What looked like a frame."""


def _frame(channel: Channel, most: int, patience: float) -> Conversation[_Frame | _Bad | bytes | None]:
    """The next frame; or noise before it; or None for silence."""
    heard = b""
    while True:
        heard += channel.take()
        at = heard.find(_MAGIC)
        if at != 0 and heard not in (b"", _MAGIC[:1]):
            keep = at if at > 0 else len(heard) - heard.endswith(_MAGIC[:1])
            channel.feed(heard[keep:])
            return heard[:keep]
        if len(heard) >= _HEAD_SIZE:
            file, offset, length, check = _HEAD.unpack_from(heard, len(_MAGIC))
            ends, length = length >= _FILE_ENDS, length & ~_FILE_ENDS
            end = _HEAD_SIZE + length
            if length > most:
                channel.feed(heard[1:])
                return _Bad()
            if len(heard) >= end:
                payload = heard[_HEAD_SIZE:end]
                if binascii.crc32(payload, binascii.crc32(heard[2:10])) != check:
                    channel.feed(heard[1:])
                    return _Bad()
                channel.feed(heard[end:])
                return _Frame(file, offset, payload, ends)
        if not (yield from channel.more_within(patience)):
            channel.feed(heard[1:])  # half a frame at most: look for one behind its beginning
            return None


def _request(file: int, offset: int, size: int) -> bytes:
    head = struct.pack("<BHIH", 0xA6, file, offset, size)
    return head + binascii.crc32(head).to_bytes(4, "little")
