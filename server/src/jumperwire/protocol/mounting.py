"""Finds the mount requests in what a board says (device/scripts/mount_requests.py), and makes the answers.

What the board says to us begins with `MARK`, which no text holds, so that it is told apart from what
programs print; little-endian, with a check over all behind the mark::

    MARK | length u16 | sequence u8 | operation u8 | sum u8 | arguments | check u32

Where that is a multiple of 64 bytes long, one more byte 18 follows. Four operations are about the answer:
``TAKEN`` and ``AGAIN`` with the number of the piece that is wanted next, ``ENDING``, ``GIVEN_UP``. Behind
the number of the last ``TAKEN`` stands what others had sent before the answer, and the board could only
take: it is sent again. An answer goes in pieces, of which a few may be under way (mount_window.py)::

    A7 | sequence u8 | number u8 | length u16 | check u32 | some of the answer

The first piece begins with the answer's head::

    errno u8 | deflated u8 | length u16 | length of the content u16

A piece with the number `WAIT` says that it takes longer; one with `REFUSED`, that a request came damaged.
The board asks again after 0.2 s of silence, and gives up after 2 s of it, as a busy PC may be late by one;
later on links that answer late. After either, answers may still be on their way: it says ``ENDING`` with a
number, and drops what comes, up to a `CLOSED` piece with that number. Behind that, nothing more of the
answer is sent.

A Ctrl-C among what others had sent is a KeyboardInterrupt on the board. An import takes that for a file that
is not there. So where `STAT` is asked, that is asked again, the Ctrl-C comes back to us, and the next
request is answered with `EINTR`; where none follows, it is typed again.
"""

from __future__ import annotations

import re
from dataclasses import replace

from jumperwire.protocol.mount_messages import (
    ABOUT_ANSWERS,
    AGAIN,
    CLOSED,
    EINTR,
    END,
    ENDING,
    GIVEN_UP,
    HEAD,
    MARK,
    REFUSED,
    STAT,
    WAIT,
    Answer,
    MountLimits,
    Request,
    head_of,
    piece,
    pieces,
)
from jumperwire.protocol.mount_window import Window

_PAD = MARK[:1]
_PACKET = 64
_BEGUN = re.compile(rb"\x18(?:\xf5(?:\xfa)?)?\Z")
_INTERRUPT = b"\x03"

PATIENCE = 0.08
"""Seconds after which a part of a request was lost, or is late."""

IDLE = 2.2
"""Seconds of silence after which the board has ended a request, whether that was heard or not."""

FOLLOWS = 0.2
"""Seconds within which an import that continues asks for the next thing."""

_STATS = 8
"""The questions of an import that are answered, one after the other, before one becomes the interrupt."""


class Exchange:
    """Takes everything that the board says, and returns what is not for us.

    Afterwards, collect `requests`, and bytes to send from `data_to_send`; pass the answers to `answer`.
    If `wait` is not None, call `expire` after that many seconds without bytes.
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
        self._sent = self._taken = 0
        self._open = False
        self._window = Window()
        self._interrupt_due = 0
        """How many more questions of an import are answered before a Ctrl-C; 0 if there was none."""

    @property
    def wait(self) -> float | None:
        """The seconds until `expire` must be called."""
        if self._buffer and not self._late:
            return PATIENCE + self.limits.round_trip
        if self._interrupt_due and not self._open:
            return FOLLOWS + self.limits.round_trip
        return IDLE + 5 * self.limits.round_trip if self._open and self._pieces else None

    @property
    def open(self) -> bool:
        """Whether the board is listening for an answer, and for nothing else."""
        return self._open

    def receive(self, data: bytes) -> bytes:
        """Take what the board said, and return what is not for us."""
        self._buffer += data
        self._late = False
        others = self._sort()
        if others and not self._open:
            self._interrupt()  # the program continues without asking
        return others

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
        """Handle a silence, and return bytes that turn out not to be for us."""
        if not self._buffer or self._late:
            self._interrupt()
            self._open = False
            return b""
        again = self._buffer.find(MARK, len(MARK))
        if again >= 0:  # the lost bytes were replaced by another request
            self._buffer = self._buffer[again:]
            return self._sort()
        head = head_of(self._buffer)
        if head is None:
            buffer, self._buffer = self._buffer, b""
            return buffer if len(buffer) < len(MARK) else b""  # that looked like the beginning of a request
        self._late = True
        self._refuse(head[1], head[2])
        return b""

    def answer(self, request: Request, answer: Answer) -> None:
        """Send the answer, unless the board has asked for something else since."""
        if request is not self._request or not self._open:
            return
        self._pieces = pieces(self.limits, request.sequence, answer)
        self._sent = self._taken = 0
        self._send_up_to(self._window.size)

    def keep_waiting(self, request: Request) -> None:
        """Tell the board that the answer takes longer, and that somebody is working on it."""
        if request is self._request and self._open and not self._pieces:
            self._writes.append(piece(self.limits, request.sequence, WAIT))

    def data_to_send(self) -> bytes:
        """Return the bytes to write to the board now."""
        data, self._writes = b"".join(self._writes), []
        if not self._open:
            data, self._returned = data + self._returned, b""
        return data

    def ended(self) -> None:
        """Note that the board is at its prompt: a pending Ctrl-C is not for the next program."""
        self._interrupt_due = 0

    def forget(self) -> None:
        """Note that the board has restarted, and waits for nothing."""
        self._buffer = b""
        self._writes.clear()
        self._returned = b""
        self.requests.clear()
        self._request, self._open = None, False
        self._interrupt_due = 0

    def _take_frame(self) -> bool:
        """Take the frame at the beginning of the buffer. Returns False if it is not complete."""
        start = len(MARK)
        if len(self._buffer) < start + HEAD.size:
            return False
        head = head_of(self._buffer)
        if head is None:
            self._buffer = self._buffer[start:]  # the rest of a frame cannot be distinguished from text
            return True
        length, sequence, operation, _ = head
        body = start + HEAD.size
        end = body + length + END
        padded = end % _PACKET == 0
        if len(self._buffer) < end + padded:
            return False
        check = int.from_bytes(self._buffer[end - END : end], "little")
        if self.limits.check(self._buffer[start : end - END]) & 0xFFFFFFFF != check:
            again = self._buffer.find(MARK, start, end)  # the lost bytes were replaced by another request
            if again < 0:
                self._refuse(sequence, operation)
            self._buffer = self._buffer[end if again < 0 else again :]
            return True
        arguments = self._buffer[body : end - END]
        self._buffer = self._buffer[end + (padded and self._buffer[end : end + 1] == _PAD) :]
        self._hear(Request(sequence, operation, arguments, check))
        return True

    def _refuse(self, sequence: int, operation: int) -> None:
        """Refuse a request of which nothing but the header can be trusted."""
        if operation in ABOUT_ANSWERS:
            return
        about = self._request
        if about is not None and self._open and about.sequence == sequence:
            self._repeat()  # it arrived intact before, but the board did not hear the answer
        else:
            self._writes.append(piece(self.limits, sequence, REFUSED))

    def _repeat(self) -> None:
        if self._pieces:
            self._window.lost()
        self._sent = 0
        self._send_up_to(self._window.size)

    def _hear(self, heard: Request) -> None:
        about = self._request
        about = about if about is not None and about.sequence == heard.sequence and self._open else None
        if heard.operation == ENDING:
            self._close(about or heard, heard.arguments)
        elif heard.operation in ABOUT_ANSWERS:
            if about is not None:
                self._go_on(heard.operation, heard.arguments[0] if heard.arguments else 0)
                self._take_back(about.operation, heard.arguments[1:])
        elif about == heard:
            self._repeat()
        else:
            self._request, self._pieces, self._open = heard, [], True
            self._writes.clear()
            if self._interrupted_by(heard):
                self.answer(heard, Answer(error=EINTR))
            else:
                self.requests[:] = [heard]

    def _close(self, about: Request, number: bytes) -> None:
        """Send nothing more of an answer, and say so; one that is being prepared is not wanted any more."""
        self._writes = [piece(self.limits, about.sequence, CLOSED, number)]
        self.requests.clear()
        self._request = replace(about)  # it equals the request, but is not the one that is being answered
        self._pieces = [b""] * max(1, len(self._pieces))

    def _take_back(self, operation: int, typed: bytes) -> None:
        """Take what others had sent before the answer, which the board has read."""
        if operation == STAT and _INTERRUPT in typed:
            self._interrupt_due = _STATS
        else:
            self._returned += typed

    def _interrupted_by(self, request: Request) -> bool:
        """Return whether a request meets a Ctrl-C that an import would have ignored."""
        if not self._interrupt_due:
            return False
        self._interrupt_due -= 1
        if request.operation == STAT and self._interrupt_due:
            return False
        self._interrupt_due = 0
        return True

    def _interrupt(self) -> None:
        """Type a Ctrl-C that no request has met."""
        if self._interrupt_due:
            self._interrupt_due = 0
            self._returned += _INTERRUPT

    def _go_on(self, operation: int, wanted: int) -> None:
        if operation == GIVEN_UP or (self._pieces and wanted >= len(self._pieces)):
            self._open = False
            self.requests.clear()
            self._writes.clear()
            return
        if operation == AGAIN:
            self._window.lost()
            self._sent = wanted
        elif wanted > self._taken:
            self._taken = wanted
            self._window.arrived(self.limits.in_flight)
        self._send_up_to(wanted + self._window.size)

    def _send_up_to(self, end: int) -> None:
        end = min(end, len(self._pieces))
        self._writes += self._pieces[self._sent : end]
        self._sent = max(self._sent, end)
