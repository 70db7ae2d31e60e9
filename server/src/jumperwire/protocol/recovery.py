"""Back in step with a board on which something was left: a receiver of ours, half a source, a Ctrl-C."""

from __future__ import annotations

import re

from jumperwire.protocol.channel import Channel, Conversation, Interrupted, Settled
from jumperwire.protocol.prompts import raw_banner
from jumperwire.protocol.repl_bytes import END, INTERRUPT, KEYBOARD_INTERRUPT, LONGEST_LINE, RAW
from jumperwire.protocol.repl_state import Cue

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
        heard = heard[-LONGEST_LINE:]
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
        heard = heard[-LONGEST_LINE:]
        yield from channel.more()


def settle(channel: Channel, keys: bytes | None, mark: bytes) -> Conversation[bool]:
    """See whether the Ctrl-C of before have had their effect: one that has not hits this source; False then.

    ``keys``: as of `raw_repl.execute`. ``mark``: as of `resynchronize`. The board is at the raw prompt
    afterwards.
    """
    source = b"print(" + mark + b")" + END
    channel.cue(Cue.SEND if keys is None else Cue.ENTER)
    channel.send(source if keys is None else keys + RAW + source)
    if keys is not None:
        yield from raw_banner(channel, hide=True)
        channel.cue(Cue.SEND)
    channel.show((yield from channel.until(b"OK")))
    channel.cue(Cue.START)
    answer = re.compile(mark + rb"\r*\n\x04\x04>|" + KEYBOARD_INTERRUPT + rb"[^\x04]*\x04>")
    match = yield from channel.search(answer, "a mark")
    channel.cue(Cue.RAW_PROMPT)
    settled = match[0].startswith(mark)
    channel.emit(Settled() if settled else Interrupted())
    return settled
