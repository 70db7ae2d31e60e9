"""The REPL's conversations, each one a script that can be read from top to bottom.

Facts from MicroPython 1.29's ``shared/runtime/pyexec.c``; the bytes 01-05 are Ctrl-A to Ctrl-E.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TypeVar

from jumperwire.protocol.channel import (
    Channel,
    Conversation,
    Interrupted,
    Interrupting,
    LocalProtocolError,
    Progress,
    Prompted,
    Rebooted,
    RemoteProtocolError,
    Settled,
    Started,
    T,
)
from jumperwire.protocol.repl_state import Cue

RAW, FRIENDLY, INTERRUPT, END = b"\x01", b"\x02", b"\x03", b"\x04"
INTERRUPT_INPUT = b"\r\x03"
"""Behind an INTERRUPT without effect: micro:bit 1.9 looks at it when input() has its line."""
BANNER = b"raw REPL; CTRL-B to exit"
HELP = b'Type "help()" for more information.'
RAW_PROMPT = re.compile(rb"raw REPL; CTRL-B to exit\r*\n>\Z")
"""Some ports print CR CR LF."""
SOFT_REBOOT = b"soft reboot\r"
PASTE_ASK = b"\x05A\x01"

_RECEIVER_QUESTIONS = (b"\r", bytes(244) + b"\r\n")
"""What a receiver of ours answers between frames, and within one, where it waits for bytes that never came.

They fit any ring together: a program that reads no input takes no harm.
"""

RECEIVER_ANSWER = re.compile(rb"\x95[ -?][\r\n\0]")
_RECEIVER_ENDS = re.compile(rb"\x04>\Z")
_RECEIVER_PATIENCE = 0.8
"""Seconds: it waits twice for at most 0.2 of silence, and the zero bytes take 0.25 at 9600 baud."""

_INTERRUPTS = 2
"""A link may lose one, and a receiver that renames a file hears it late."""

UNACKNOWLEDGED = 240
"""Most bytes that may be under way without an answer: the smallest common receive ring holds 256."""

RAW_READY = b"\x04>"
"""How the raw REPL ends each result; it waits for source then."""

PROMPTS = (b">>> ", b"--> ")
_FRIENDLY_PROMPT = re.compile(
    rb"(?:(?m:^)[^\n]*Python[^\n]*\n(?:Type [^\n]*\n)?|\n(?=--> ))((?!Type )[^\n]{1,24} )\Z"
)
"""What stands behind the banner is the prompt, whatever ``sys.ps1`` made of it; aiorepl has no banner."""
_PASTE_ANSWER = re.compile(rb"R[\x00\x01]|" + re.escape(BANNER))
_FLOW = re.compile(rb"[\x01\x04]")
_LONGEST_LINE = 256
_KEYBOARD_INTERRUPT = b"KeyboardInterrupt"
_TRACEBACK = b"Traceback (most recent call last)"
_BARE_EXCEPTION = re.compile(rb"[A-Za-z_][\w.]{0,79}(:[^\n]{0,160})?(\r?\n)?\Z")
"""What comes instead where there is no memory for a traceback: ``MemoryError: ``."""
_ERROR_LIMIT = 16 * 1024

End = TypeVar("End")


@dataclass(frozen=True, slots=True)
class Pace:
    """How source is sent where nothing is acknowledged: pieces of ``size`` bytes, ``seconds`` apart."""

    size: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Finished:
    """The source has run. ``error`` is the traceback, empty where there was none."""

    error: bytes
    window: int = 0
    """Window of the raw-paste that carried the source; 0 where it was none."""
    reset: bool = False
    """The board began anew instead of finishing; it is at the friendly prompt, or at the raw one."""
    raw: bool = True
    shown: bool = False
    """``error`` already went out as output, since it did not look like a traceback."""


def enter_raw(channel: Channel, keys: bytes) -> Conversation[None]:
    """From a prompt to the raw REPL. ``keys`` are sent before Ctrl-A (to clear a half-typed line)."""
    channel.cue(Cue.ENTER)
    channel.send(keys + RAW)
    yield from _raw_banner(channel, hide=bool(keys))


def leave_raw(channel: Channel) -> Conversation[bytes]:
    """Back to the friendly prompt, which is returned; the banner is not shown."""
    channel.cue(Cue.LEAVE)
    channel.send(FRIENDLY)
    match = yield from channel.search(_FRIENDLY_PROMPT, "the friendly prompt")
    channel.show(_without_blank_line(match.string[: match.start()]))
    channel.cue(Cue.FRIENDLY_PROMPT)
    channel.emit(Prompted(match[1], is_prompt=True))
    return match[1]


def find_prompt(channel: Channel, keys: bytes, prompts: tuple[bytes, ...] = PROMPTS) -> Conversation[bytes]:
    """Send ``keys`` and wait until the board shows a prompt, which is returned and not shown.

    On the way, what a program prints is shown as it comes. Where it is `RAW_READY` that comes behind an
    INTERRUPT, what was interrupted ran in the raw REPL, and that is returned.
    """
    if keys.count(INTERRUPT):
        channel.emit(Interrupting(keys.count(INTERRUPT)))
    channel.send(keys)
    if keys.startswith(INTERRUPT):
        prompts = (*prompts, RAW_READY)
    quiet = True  # the line end that answers an Enter is not output
    while True:
        heard = channel.take()
        start = heard.rfind(b"\n") + 1
        prompt = next((p for p in prompts if heard[start:].endswith(p)), b"")
        end = len(heard) - len(prompt) if prompt else start
        quiet = quiet and not heard[:end].strip(b"\r\n")
        if prompt:
            channel.show(b"" if quiet else heard[:end])
            if prompt != RAW_READY:
                channel.cue(Cue.FRIENDLY_PROMPT)
                channel.emit(Prompted(prompt))
            return prompt
        if quiet:
            end = 0
        elif len(heard) - end > _LONGEST_LINE:
            end = len(heard) - _LONGEST_LINE
        channel.show(heard[:end])
        channel.feed(heard[end:])
        yield from channel.more()


def retype(channel: Channel, text: bytes, line: bytes) -> Conversation[None]:
    """Type ``text`` behind ``line``, the prompt; its echo is not shown: the terminal shows it already."""
    channel.send(text)
    channel.show((yield from channel.until(text)))
    channel.emit(Prompted(line + text))


def end_receiver(channel: Channel, *, known: bool) -> Conversation[bool]:
    """End a receiver or sender of ours by Ctrl-C, wherever it is; False where there is none, or it stays.

    What is not ``known`` to be there is asked first, and is not interrupted unless it answers. What it says
    is dropped.
    """
    if not known:
        for question in _RECEIVER_QUESTIONS:
            channel.send(question)
            if (yield from _hears(channel, RECEIVER_ANSWER)):
                break
        else:
            return False
    channel.cue(Cue.LOSE_STEP)
    for _ in range(_INTERRUPTS):
        channel.send(INTERRUPT)
        if (yield from _hears(channel, _RECEIVER_ENDS)):
            return True
    return False


def _hears(channel: Channel, pattern: re.Pattern[bytes]) -> Conversation[bool]:
    """Whether that is heard before a silence; all that comes until then is dropped."""
    heard = b""
    while (yield from channel.more_within(_RECEIVER_PATIENCE)):
        heard += channel.take()
        if pattern.search(heard):
            return True
        heard = heard[-_LONGEST_LINE:]
    return False


def resynchronize(channel: Channel, keys: bytes, mark: bytes) -> Conversation[None]:
    """From anywhere to the raw prompt. What comes before are late answers, and is dropped.

    ``mark`` is what no late answer can hold: a number used once.
    """
    channel.cue(Cue.LOSE_STEP)
    channel.send(keys + RAW + b"print(" + mark + b")" + END)
    answer = re.compile(mark + rb"\r*\n\x04\x04>")
    heard = b""
    while True:
        heard += channel.take()
        if match := answer.search(heard):
            channel.feed(heard[match.end() :])
            channel.cue(Cue.RAW_PROMPT)
            channel.emit(Settled())
            return
        heard = heard[-_LONGEST_LINE:]
        yield from channel.more()


def settle(channel: Channel, keys: bytes | None, mark: bytes) -> Conversation[bool]:
    """See whether the Ctrl-C of before have had their effect: one that has not hits this source; False then.

    ``keys``: as of `execute`. ``mark``: as of `resynchronize`. The board is at the raw prompt afterwards.
    """
    source = b"print(" + mark + b")" + END
    channel.cue(Cue.SEND if keys is None else Cue.ENTER)
    channel.send(source if keys is None else keys + RAW + source)
    if keys is not None:
        yield from _raw_banner(channel, hide=True)
        channel.cue(Cue.SEND)
    channel.show((yield from channel.until(b"OK")))
    channel.cue(Cue.START)
    answer = re.compile(mark + rb"\r*\n\x04\x04>|" + _KEYBOARD_INTERRUPT + rb"[^\x04]*\x04>")
    match = yield from channel.search(answer, "a mark")
    channel.cue(Cue.RAW_PROMPT)
    settled = match[0].startswith(mark)
    channel.emit(Settled() if settled else Interrupted())
    return settled


def soft_reset(channel: Channel, keys: bytes | None = None) -> Conversation[None]:
    """To the raw prompt of a new interpreter; boot.py's output is shown. ``keys``: as of `execute`."""
    if keys is None:
        channel.cue(Cue.SEND)
        channel.send(END)
    else:
        channel.cue(Cue.ENTER)
        channel.send(keys + RAW + END)
        yield from _raw_banner(channel, hide=bool(keys))
        channel.cue(Cue.SEND)
    before = yield from channel.until(SOFT_REBOOT)
    yield from channel.until(b"\n")
    if not before.endswith(b"Ignored: "):  # aiorepl's answer
        channel.emit(Rebooted())
    yield from _raw_banner(channel, hide=False)


def execute(
    channel: Channel, source: bytes, keys: bytes | None = None, pace: Pace | None = None
) -> Conversation[Finished]:
    """Run short source by the raw REPL alone. It may hold no byte from 01 to 04.

    With ``keys`` the raw REPL is entered in the same write, so that all of it is one round trip.
    """
    source = _sendable(source, b"\x01\x02\x03\x04")
    if keys is None:
        channel.cue(Cue.SEND)
        yield from _send_paced(channel, source + END, pace)
    else:
        channel.cue(Cue.ENTER)
        channel.send(keys + RAW + source + END)
        yield from _raw_banner(channel, hide=bool(keys))
        channel.cue(Cue.SEND)
    channel.show((yield from channel.until(b"OK")))
    return (yield from _result(channel))


def call(channel: Channel, source: bytes, conversation: Conversation[T]) -> Conversation[T]:
    """From the raw prompt: run short source, then ``conversation`` with it; it ends at the raw prompt."""
    source = _sendable(source, b"\x01\x02\x03\x04")
    channel.cue(Cue.SEND)
    channel.send(source + END)
    channel.show((yield from channel.until(b"OK")))
    channel.cue(Cue.START)
    result = yield from conversation
    channel.cue(Cue.RAW_PROMPT)
    return result


def nudging(channel: Channel, conversation: Conversation[End], seconds: float) -> Conversation[End]:
    """Have an execution of our own nudge a board whose reply does not come, or not to its end.

    Some firmware holds back a reply that fills its last USB packet, and a link may lose the end of one.
    A board that has finished answers Ctrl-A with its banner; one that has not does so when it has.
    """
    channel.reply_nudge = seconds
    try:
        finished = yield from conversation
    finally:
        channel.reply_nudge = channel.nudge = None
        nudges, channel.nudges = channel.nudges, 0
    if nudges:
        channel.cue(Cue.ENTER)
        channel.emit(Progress())  # from here on there is a time limit again
    for _ in range(nudges):
        yield from _raw_banner(channel, hide=True)
    return finished


@dataclass(frozen=True, slots=True)
class NoPaste:
    """The board knows no raw-paste; it is at the raw prompt and has run nothing."""


def paste(channel: Channel, source: bytes, expected: int = 0) -> Conversation[Finished | NoPaste]:
    """Run source by raw-paste, under its flow control. It may hold neither 03 nor 04.

    The board grants ``window`` bytes at first and as many again for each 01, the first of which comes
    right behind its answer. With the window ``expected`` from an earlier raw-paste of the same boot, the
    first two go out with the question, so that source that fits is one round trip.
    """
    source = _sendable(source, b"\x03\x04")
    eager = source[: min(2 * expected, UNACKNOWLEDGED - len(PASTE_ASK) - 1)]
    sent = len(eager)
    channel.cue(Cue.SEND)
    channel.send(PASTE_ASK + eager + (END if sent == len(source) else b""))
    window = yield from _paste_answer(channel)
    if window == 0:
        if eager:
            raise RemoteProtocolError("raw-paste as before", b"R\x00")
        channel.cue(Cue.RAW_PROMPT)
        return NoPaste()
    credit = window - sent
    while sent < len(source):
        while credit <= 0 or _FLOW.search(channel.peek()):
            if (yield from _flow(channel)) == END:
                channel.send(END)  # it gave up, e.g. for want of memory; the traceback follows
                return replace((yield from _result(channel)), window=window)
            credit += window
        piece = source[sent : sent + credit]
        sent, credit = sent + len(piece), credit - len(piece)
        channel.send(piece + (END if sent == len(source) else b""))
    while (yield from _flow(channel)) != END:
        pass
    return replace((yield from _result(channel)), window=window)


def _sendable(source: bytes, forbidden: bytes) -> bytes:
    """An empty source would be a soft reset; one with control characters would be cut by them."""
    if any(byte in source for byte in forbidden):
        raise LocalProtocolError("source that holds the REPL's own control characters")
    return source or b"\n"


def _paste_answer(channel: Channel) -> Conversation[int]:
    match = yield from channel.search(_PASTE_ANSWER, "an answer to raw-paste")
    channel.show(match.string[: match.start()])
    if match[0] == b"R\x01":
        return int.from_bytes((yield from channel.exactly(2)), "little")
    yield from channel.until(b">")  # refused, or the banner again: firmware from before raw-paste
    return 0


def _flow(channel: Channel) -> Conversation[bytes]:
    """The next 01 or 04; text between them comes from a timer or a thread."""
    match = yield from channel.search(_FLOW, "flow control of raw-paste")
    channel.show(match.string[: match.start()])
    if match[0] != END:
        channel.emit(Progress())
    return match[0]


def _raw_banner(channel: Channel, hide: bool) -> Conversation[None]:
    before = yield from channel.until(BANNER)
    if not hide:
        channel.show(_without_blank_line(before))
    yield from channel.until(b">")
    channel.cue(Cue.RAW_PROMPT)


def _without_blank_line(data: bytes) -> bytes:
    """The REPL ends the line before each banner, which is not the user's output."""
    return data.removesuffix(b"\n").removesuffix(b"\r").removesuffix(b"\r")


def _send_paced(channel: Channel, data: bytes, pace: Pace | None) -> Conversation[None]:
    if pace is None:
        channel.send(data)
        return
    for at in range(0, len(data), pace.size):
        if at:
            yield pace.seconds
        channel.send(data[at : at + pace.size])
        channel.emit(Progress())


def _result(channel: Channel) -> Conversation[Finished]:
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
                if _KEYBOARD_INTERRUPT in error:
                    channel.emit(Interrupted())
                return Finished(error, shown=shown)
            # That 04 was the program's own, and so was the one before.
            channel.unread()
            if not shown:
                channel.show(END + error)


def _output(channel: Channel, reset: _ResetWatch) -> Conversation[bool]:
    """Show what comes before an 04; True if the board began anew instead."""
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
    """What comes between two 04: the text, whether it was shown already, and False if the board began anew.

    It is held back while it may be a traceback, and shown at once when it cannot be.
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
    """Notices, in a program's output, that the board has begun anew and is at a prompt."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._tail = b""
        self.finished = Finished(b"", reset=True)

    def sees(self, data: bytes) -> bool:
        self._tail = (self._tail + data[-160:])[-160:]
        if RAW_PROMPT.search(self._tail):
            if self._channel.nudges:
                raise RemoteProtocolError("the end of a reply", self._tail)
            self._channel.show(_without_blank_line(data.partition(BANNER)[0]))
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
