"""Back in step with a board on which something was left: a receiver of ours, half a source, a Ctrl-C."""

from __future__ import annotations

import re

from jumperwire.protocol.channel import Channel, Conversation, Interrupted, Progress, Settled
from jumperwire.protocol.prompts import raw_banner
from jumperwire.protocol.repl_bytes import END, FRIENDLY, INTERRUPT, KEYBOARD_INTERRUPT, LONGEST_LINE, RAW
from jumperwire.protocol.repl_state import Cue

_RECEIVER_QUESTIONS = (b"\r" + FRIENDLY, bytes(244) + b"\r\n")
"""What a receiver of ours answers between frames, and within one, where it waits for bytes that never came.

They fit any ring together: a program that reads no input takes no harm. Where a prompt is instead, the first
one makes it show.
"""

RECEIVER_ANSWER = re.compile(rb"\x95[ -?][\x02\r\n\0]")
_ANSWER_OR_PROMPT = re.compile(RECEIVER_ANSWER.pattern + rb"|Python[^\n]*\n(?:Type [^\n]*\n)?>>> \Z")
_RECEIVER_ENDS = re.compile(rb"\x04>\Z")


def end_receiver(channel: Channel, *, known: bool, soon: float, silent: float) -> Conversation[bool]:
    """End a receiver or sender of ours by Ctrl-C, wherever it is; False where there is none, or it stays.

    What is not ``known`` to be there is asked first, and is not interrupted unless it answers. What it says
    is dropped. ``soon``: seconds in which an answer is likely; ``silent``: those after which none will come.
    """
    patiences = (soon, silent)
    if not known and not (yield from _is_receiver(channel, patiences)):
        return False
    channel.cue(Cue.LOSE_STEP)
    channel.emit(Progress())
    for patience in patiences:  # a link may lose one, and a receiver that renames a file hears it late
        channel.send(INTERRUPT)
        if (yield from _hears(channel, _RECEIVER_ENDS, patience)):
            return True
    return False


def _is_receiver(channel: Channel, patiences: tuple[float, float]) -> Conversation[bool]:
    """Whether what is asked answers as a receiver, and not with a prompt, or with nothing."""
    for question, patience in zip(_RECEIVER_QUESTIONS, patiences, strict=True):
        channel.send(question)
        if answer := (yield from _hears(channel, _ANSWER_OR_PROMPT, patience)):
            return RECEIVER_ANSWER.match(answer) is not None
    return False


def _hears(channel: Channel, pattern: re.Pattern[bytes], patience: float) -> Conversation[bytes]:
    """What of that is heard before a silence, else nothing; all that comes until then is dropped."""
    heard = b""
    while (yield from channel.more_within(patience)):
        heard += channel.take()
        if match := pattern.search(heard):
            return match[0]
        heard = heard[-LONGEST_LINE:]
    return b""


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
