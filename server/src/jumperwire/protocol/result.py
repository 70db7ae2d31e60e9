"""The result of source that the raw REPL runs: its output, its traceback, or a restart of the board."""

from __future__ import annotations

import re
from typing import NamedTuple

from jumperwire.protocol.channel import (
    Channel,
    Conversation,
    Interrupted,
    Rebooted,
    RemoteProtocolError,
    Started,
)
from jumperwire.protocol.repl_bytes import (
    BANNER,
    END,
    HELP,
    KEYBOARD_INTERRUPT,
    RAW_PROMPT,
    without_blank_line,
)
from jumperwire.protocol.repl_state import Cue

_TRACEBACK = b"Traceback (most recent call last)"
_BARE_EXCEPTION = re.compile(rb"[A-Za-z_][\w.]{0,79}(:[^\n]{0,160})?(\r?\n)?\Z")
"""What is printed if there is no memory for a traceback: ``MemoryError: ``."""
_ERROR_LIMIT = 16 * 1024


class Finished(NamedTuple):
    """The source has run. ``error`` is the traceback, or empty if there was none."""

    error: bytes
    window: int = 0
    """The window of the raw-paste that carried the source; 0 for another way."""
    reset: bool = False
    """Whether the board restarted instead; it is at the friendly prompt, or at the raw one."""
    raw: bool = True
    shown: bool = False
    """Whether ``error`` was already shown as output, since it did not look like a traceback."""


def result(channel: Channel) -> Conversation[Finished]:
    """Output, 04, traceback, 04, ``>``.

    The program may print 04 itself. So the end is an 04 with ``>`` right behind it, and the traceback is
    what stands between that 04 and the one before; all else is output.
    """
    channel.cue(Cue.START)
    channel.emit(Started())
    channel.nudge = channel.reply_nudge
    reset = _ResetWatch(channel)
    while True:
        if (yield from _output(channel, reset)):
            return reset.finished
        while True:
            error, shown, closed = yield from _candidate(channel, reset)
            if not closed:
                return reset.finished
            if (yield from channel.exactly(1)) == b">":
                channel.cue(Cue.RAW_PROMPT)
                if KEYBOARD_INTERRUPT in error:
                    channel.emit(Interrupted())
                return Finished(error, shown=shown)
            # That 04, and the one before it, were the program's own.
            channel.unread()
            if not shown:
                channel.show(END + error)


def _output(channel: Channel, reset: _ResetWatch) -> Conversation[bool]:
    """Show what comes before an 04. Returns True if the board restarted instead."""
    while not (data := channel.take()):
        yield from channel.more()
    while (at := data.find(END)) < 0:
        if reset.sees(data):
            return True
        channel.show(data)
        while not (data := channel.take()):
            yield from channel.more()
    channel.show(data[:at])
    channel.feed(data[at + 1 :])
    return False


def _candidate(channel: Channel, reset: _ResetWatch) -> Conversation[tuple[bytes, bool, bool]]:
    """Return the text between two 04, whether it was shown already, and False if the board restarted.

    The text is held back while it may be a traceback, and shown as soon as it cannot be one.
    """
    segment, shown = bytearray(), False
    while True:
        while not (data := channel.take()):
            yield from channel.more()
        at = data.find(END)
        text = data if at < 0 else data[:at]
        if at < 0 and reset.sees(data):
            return bytes(segment), shown, False
        segment += text
        if shown:
            channel.show(text)
        elif not _may_be_traceback(segment):
            channel.show(END + segment)
            shown = True
        del segment[_ERROR_LIMIT:]
        if at >= 0:
            channel.feed(data[at + 1 :])
            return bytes(segment), shown, True


def _may_be_traceback(text: bytes | bytearray) -> bool:
    return len(text) < _ERROR_LIMIT and (
        text.startswith(_TRACEBACK)
        or _TRACEBACK.startswith(bytes(text[: len(_TRACEBACK)]))
        or _BARE_EXCEPTION.match(text) is not None
    )


class _ResetWatch:
    """Notices, in a program's output, that the board has restarted and is at a prompt."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._tail = b""
        self.finished = Finished(b"", reset=True)

    def sees(self, data: bytes) -> bool:
        self._tail = (self._tail + data[-160:])[-160:]
        if RAW_PROMPT.search(self._tail):
            if self._channel.nudges:
                raise RemoteProtocolError("the end of a reply", self._tail)
            self._channel.show(without_blank_line(data.partition(BANNER)[0]))
            self.finished = Finished(b"", reset=True, raw=True)
            self._channel.cue(Cue.RAW_PROMPT)
        elif HELP in self._tail and self._tail.endswith(b"\n>>> "):
            self._channel.show(data)
            self.finished = Finished(b"", reset=True, raw=False)
            self._channel.cue(Cue.FRIENDLY_PROMPT)
        else:
            return False
        self._channel.emit(Rebooted())
        return True
