"""Finds the mount requests in what a board says (device/scripts/mount_requests.py), and makes the answers.

What the board says to us begins with `MARK`, which no text holds, so that it is told apart from what
programs print; little-endian, with a check over all behind the mark::

    MARK | length u16 | sequence u8 | operation u8 | sum u8 | arguments | check u32

Where that is a multiple of 64 bytes long, one more byte 18 follows. Three operations are about the answer:
``TAKEN`` and ``AGAIN`` with the number of the piece that is wanted next, ``GIVEN_UP``. Behind the last number
stands what others had sent before the answer, and the board could only take: it is sent again. An answer goes
in pieces, of which two may be under way, since the board reads from a ring of 256 bytes::

    A7 | sequence u8 | number u8 | length u16 | check u32 | some of the answer

The first piece begins with the answer's head::

    errno u8 | deflated u8 | length u16 | length of the content u16

A piece with the number `WAIT` says that it takes longer; one with `REFUSED`, that a request came damaged. The
board asks again after 0.2 s of silence, and gives up after 0.8 s of it.
"""

from __future__ import annotations

import binascii
import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

MARK = b"\x18\xf5\xfa"
PIECE_MARK = b"\xa7"
TAKEN, AGAIN, GIVEN_UP = 0x41, 0x47, 0x58
REFUSED, WAIT = 254, 255

_HEAD = struct.Struct("<HBBB")
_END = 4
_PAD = MARK[:1]
_PACKET = 64
_BEGUN = re.compile(rb"\x18(?:\xf5(?:\xfa)?)?\Z")
_IN_FLIGHT = 2
_WORTH = 0.95

PATIENCE = 0.08
"""Seconds after which something of a request was lost, or is late."""

IDLE = 1.0
"""Seconds of silence after which the board has ended a request, whether that was heard or not."""

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


class Exchange:
    """Give it all that the board says; it gives back what is not for us.

    Then collect `requests`, and bytes to send with `data_to_send`; give the answers to `answer`.
    Where `wait` is not None, call `expire` after so many seconds without bytes.
    """

    def __init__(self, limits: MountLimits | None = None) -> None:
        self.limits = limits or MountLimits()
        self.requests: list[Request] = []
        self._buffer = b""
        self._late = False
        self._writes: list[bytes] = []
        self._returned = b""
        self._request: Request | None = None
        self._pieces: list[bytes] = []
        self._sent = 0
        self._open = False

    @property
    def wait(self) -> float | None:
        """Seconds until `expire`."""
        if self._buffer and not self._late:
            return PATIENCE
        return IDLE if self._open and self._pieces else None

    @property
    def open(self) -> bool:
        """Whether the board listens for an answer, and for nothing else."""
        return self._open

    def receive(self, data: bytes) -> bytes:
        """Take what the board said; returns what of it is not for us."""
        self._buffer += data
        self._late = False
        return self._sort()

    def _sort(self) -> bytes:
        others = bytearray()
        while True:
            at = self._buffer.find(MARK)
            if at < 0:
                begun = _BEGUN.search(self._buffer)
                end = begun.start() if begun else len(self._buffer)
                others += self._buffer[:end]
                self._buffer = self._buffer[end:]
                return bytes(others)
            others += self._buffer[:at]
            self._buffer = self._buffer[at:]
            if not self._take_frame():
                return bytes(others)

    def expire(self) -> bytes:
        """Nothing came for so long; returns what is not for us after all."""
        if not self._buffer or self._late:
            self._open = False
            return b""
        again = self._buffer.find(MARK, len(MARK))
        if again >= 0:  # what was lost was filled up with another one
            self._buffer = self._buffer[again:]
            return self._sort()
        head = self._head()
        if head is None:
            buffer, self._buffer = self._buffer, b""
            return buffer if len(buffer) < len(MARK) else b""  # that looked like the start of one
        self._late = True
        self._refuse(head[1], head[2])
        return b""

    def answer(self, request: Request, answer: Answer) -> None:
        """Have it sent, unless the board has asked for something else since."""
        if request is not self._request or not self._open:
            return
        content = answer.content
        deflated = False
        if answer.dense and self.limits.window and len(content) > self.limits.piece:
            packed = _deflated(content, self.limits.window)
            deflated = len(packed) < min(_WORTH * len(content), self.limits.block)
            content = packed if deflated else content
        head = struct.pack("<BBHH", answer.error, deflated, len(content), len(answer.content))
        data = head + content
        size = self.limits.piece
        self._pieces = [
            self._piece(request.sequence, number, data[at : at + size])
            for number, at in enumerate(range(0, len(data), size))
        ]
        self._sent = 0
        self._send_up_to(_IN_FLIGHT)

    def keep_waiting(self) -> None:
        """The answer takes longer: have the board know that somebody is there."""
        if self._request and self._open and not self._pieces:
            self._writes.append(self._piece(self._request.sequence, WAIT, b""))

    def data_to_send(self) -> bytes:
        """What is to be written to the board now."""
        data, self._writes = b"".join(self._writes), []
        if not self._open:
            data, self._returned = data + self._returned, b""
        return data

    def forget(self) -> None:
        """The board began anew: it waits for nothing."""
        self._buffer = b""
        self._writes.clear()
        self._returned = b""
        self.requests.clear()
        self._request, self._open = None, False

    def _take_frame(self) -> bool:
        """Take the frame that the buffer begins with; False where it is not all there."""
        start = len(MARK)
        if len(self._buffer) < start + _HEAD.size:
            return False
        head = self._head()
        if head is None:
            self._buffer = self._buffer[start:]  # what is left of a frame cannot be told from text
            return True
        length, sequence, operation, _ = head
        body = start + _HEAD.size
        end = body + length + _END
        padded = end % _PACKET == 0
        if len(self._buffer) < end + padded:
            return False
        check = int.from_bytes(self._buffer[end - _END : end], "little")
        if self.limits.check(self._buffer[start : end - _END]) & 0xFFFFFFFF != check:
            again = self._buffer.find(MARK, start, end)  # what was lost was filled up with another one
            if again < 0:
                self._refuse(sequence, operation)
            self._buffer = self._buffer[end if again < 0 else again :]
            return True
        arguments = self._buffer[body : end - _END]
        self._buffer = self._buffer[end + (padded and self._buffer[end : end + 1] == _PAD) :]
        self._hear(Request(sequence, operation, arguments, check))
        return True

    def _head(self) -> tuple[int, int, int, int] | None:
        """That of the frame that the buffer begins with, if it is there, and sound."""
        start = len(MARK)
        if len(self._buffer) < start + _HEAD.size:
            return None
        head: tuple[int, int, int, int] = _HEAD.unpack_from(self._buffer, start)
        sound = head[3] == sum(self._buffer[start : start + _HEAD.size - 1]) & 255
        return head if sound and head[0] <= LONGEST else None

    def _refuse(self, sequence: int, operation: int) -> None:
        """A request of which nothing but the head can be trusted."""
        if operation in (TAKEN, AGAIN, GIVEN_UP):
            return
        about = self._request
        if about is not None and self._open and about.sequence == sequence:
            self._repeat()  # it came well before, and was not heard to be answered
        else:
            self._writes.append(self._piece(sequence, REFUSED, b""))

    def _repeat(self) -> None:
        self._sent = 0
        self._send_up_to(_IN_FLIGHT if self._pieces else 0)

    def _hear(self, heard: Request) -> None:
        about = self._request
        ours = about is not None and about.sequence == heard.sequence
        if heard.operation in (TAKEN, AGAIN, GIVEN_UP):
            if ours and self._open:
                self._go_on(heard.operation, heard.arguments[0] if heard.arguments else 0)
                self._returned += heard.arguments[1:]
            return
        if ours and about == heard and self._open:
            self._repeat()
            return
        self._request, self._pieces, self._open = heard, [], True
        self._writes.clear()
        self.requests[:] = [heard]

    def _go_on(self, operation: int, wanted: int) -> None:
        if operation == GIVEN_UP or (self._pieces and wanted >= len(self._pieces)):
            self._open = False
            self.requests.clear()
            self._writes.clear()
            return
        if operation == AGAIN:
            self._sent = wanted
        self._send_up_to(wanted + _IN_FLIGHT)

    def _send_up_to(self, end: int) -> None:
        end = min(end, len(self._pieces))
        self._writes += self._pieces[self._sent : end]
        self._sent = max(self._sent, end)

    def _piece(self, sequence: int, number: int, data: bytes) -> bytes:
        head = struct.pack("<BBH", sequence, number, len(data))
        check = self.limits.check(head + data) & 0xFFFFFFFF
        return PIECE_MARK + head + check.to_bytes(4, "little") + data


def _deflated(content: bytes, window: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -window)
    return packer.compress(content) + packer.flush()
