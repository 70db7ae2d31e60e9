"""Frames from a sender on the board: checked, in order, asked for again where something is missing.

A frame is little-endian, its check a CRC-32 of the eight bytes behind the mark and of the payload::

    0xA5 0x5A | file u16 | offset u32 | length u16 | check u32 | payload

A file ends with a frame whose length has the highest bit set; its payload is the beginning of the file's
SHA-256. The board does not wait for us. What it hears between two frames is a request, to go on elsewhere
or to end, in digits of seven bits, the lowest first, each with its highest bit set::

    0xA6 | file 3 | offset 5 | most bytes in a frame 2 | the lower 28 bits of a CRC-32 of what is before 4

File 0xFFFF ends it. No byte of a request is a Ctrl-C: that ends the sender at any time. What stands between
frames is the noise of timers and threads, and is passed over.
"""

from __future__ import annotations

import binascii
import re
import struct
from dataclasses import dataclass
from typing import Protocol

from jumperwire.protocol.answers import Doubt, Ended
from jumperwire.protocol.channel import Channel, Conversation, Progress, RemoteProtocolError
from jumperwire.protocol.frame_cutter import digits
from jumperwire.protocol.repl_bytes import INTERRUPT

_MAGIC = b"\xa5\x5a"
_HEAD = struct.Struct("<HIHI")
_HEAD_SIZE = len(_MAGIC) + _HEAD.size
_FILE_ENDS = 0x8000
_STOP = 0xFFFF
_ENDED = re.compile(rb"\x04([^\x04]*)\x04>\Z")

_SMALLEST = 64
_STRAYS = 32
"""The number of unrequested frames after which a request counts as lost."""

_NOISE = 16 * 1024


class Sink(Protocol):
    """The destination of files. Its methods return False if it cannot continue."""

    def data(self, file: int, data: bytes) -> bool:
        """Take the next bytes of a file."""

    def end(self, file: int, digest: bytes) -> bool:
        """End a file. Return whether its SHA-256 begins with ``digest``."""


@dataclass(frozen=True, slots=True)
class DownloadLimits:
    """What was agreed with the sender; times are in seconds."""

    most: int
    """The most bytes of payload in a frame."""
    patience: float
    """The silence after which something may be lost."""
    gone: float
    """The silence after which the sender counts as gone."""


def receive_files(channel: Channel, count: int, sink: Sink, limits: DownloadLimits) -> Conversation[Ended]:
    """Receive ``count`` files.

    Raises RemoteProtocolError when the board does not answer any more.
    """
    download = _Download(channel, count, sink, limits)
    noise = b""
    while True:
        heard = yield from _frame(channel, limits.most, download.patience)
        if isinstance(heard, bytes):
            noise = (noise + heard)[-_NOISE:]
        may_end = heard is None or (download.stopping and isinstance(heard, bytes))
        if may_end and (match := _ENDED.search(noise)):
            channel.send(INTERRUPT)  # our last request may be in the raw REPL's line now
            return Ended(noise[: match.start()], match[1])
        if not isinstance(heard, bytes) and not download.heard(heard):
            raise RemoteProtocolError("a frame", noise)


class _Download:
    """What is wanted from a sender, and what has come since it was requested."""

    def __init__(self, channel: Channel, count: int, sink: Sink, limits: DownloadLimits) -> None:
        self._channel = channel
        self._count = count
        self._sink = sink
        self._file = self._offset = 0
        self._size = limits.most
        self._doubt = Doubt(limits.gone)
        self._usual = limits.patience
        self._strays = 0  # frames since our last request; 0 if there was none

    @property
    def patience(self) -> float:
        """The seconds that the next frame may take."""
        return self._doubt.patience(self._usual)

    @property
    def stopping(self) -> bool:
        """Whether nothing more is wanted, and the sender was told to end."""
        return self._file >= self._count

    def heard(self, frame: _Frame | _Bad | None) -> bool:
        """Handle a frame; None means silence. Returns False if the sender counts as gone."""
        if frame is None and not self._doubt.silence(self.patience, all_kept=self.stopping):
            return False
        if isinstance(frame, _Bad):
            self._size = max(_SMALLEST, self._size // 2)
        wanted = isinstance(frame, _Frame) and (frame.file, frame.offset) == (self._file, self._offset)
        if isinstance(frame, _Frame) and wanted and not self.stopping:
            self._take(frame)
            return True
        asks = frame is None or self._strays % _STRAYS == 0
        self._strays += 1
        return self._ask() if asks else True

    def _take(self, frame: _Frame) -> None:
        self._doubt.heard(kept=True)
        self._strays = 0
        self._channel.emit(Progress())
        if frame.ends:
            going = self._sink.end(frame.file, frame.payload)
            self._file, self._offset = frame.file + 1, 0
        else:
            going = self._sink.data(frame.file, frame.payload)
            self._offset += len(frame.payload)
        if not going:
            self._file = self._count
        if self.stopping:
            self._channel.send(_request(_STOP, 0, 0))

    def _ask(self) -> bool:
        wanted = (_STOP, 0, 0) if self.stopping else (self._file, self._offset, self._size)
        self._channel.send(_request(*wanted))
        return self._doubt.asked()


@dataclass(frozen=True, slots=True)
class _Frame:
    """A frame with a correct check."""

    file: int
    offset: int
    payload: bytes
    ends: bool


class _Bad:
    """Bytes that looked like a frame."""


def _frame(channel: Channel, most: int, patience: float) -> Conversation[_Frame | _Bad | bytes | None]:
    """Return the next frame, noise before it, or None after a silence."""
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
            if length > most or not (length or ends):
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
            channel.feed(heard[1:])  # at most half a frame: look for one after its first bytes
            return None


def _request(file: int, offset: int, size: int) -> bytes:
    head = b"\xa6" + digits(file, 3) + digits(offset, 5) + digits(size, 2)
    return head + digits(binascii.crc32(head), 4)
