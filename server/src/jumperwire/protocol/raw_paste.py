"""Runs source by raw-paste, under the board's flow control."""

from __future__ import annotations

import re

from jumperwire.protocol.channel import Channel, Conversation, Mark, Progress, RemoteProtocolError
from jumperwire.protocol.raw_repl import sendable
from jumperwire.protocol.repl_bytes import BANNER, END, PASTE_ASK, UNACKNOWLEDGED
from jumperwire.protocol.repl_state import Cue
from jumperwire.protocol.result import Finished, result

_PASTE_ANSWER = re.compile(rb"R[\x00\x01]|" + re.escape(BANNER))
_FLOW = re.compile(rb"[\x01\x04]")


class NoPaste(Mark):
    """The board does not support raw-paste; it is at the raw prompt and has run nothing."""


def paste(channel: Channel, source: bytes, expected: int = 0) -> Conversation[Finished | NoPaste]:
    """Run source by raw-paste, under its flow control. It may hold neither 03 nor 04.

    The board grants ``window`` bytes at first and as many again for each 01, the first of which comes
    right behind its answer. With the window ``expected`` from an earlier raw-paste of the same boot, the
    first two go out with the question, so that source that fits is one round trip.
    """
    source = sendable(source, b"\x03\x04")
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
                channel.send(END)  # the board gave up, for example for lack of memory; the traceback follows
                return (yield from result(channel))._replace(window=window)
            credit += window
        piece = source[sent : sent + credit]
        sent, credit = sent + len(piece), credit - len(piece)
        channel.send(piece + (END if sent == len(source) else b""))
    while (yield from _flow(channel)) != END:
        pass
    return (yield from result(channel))._replace(window=window)


def _paste_answer(channel: Channel) -> Conversation[int]:
    match = yield from channel.search(_PASTE_ANSWER, "an answer to raw-paste")
    channel.show(match.string[: match.start()])
    if match[0] == b"R\x01":
        return int.from_bytes((yield from channel.exactly(2)), "little")
    yield from channel.until(b">")  # refused, or the banner again: firmware from before raw-paste
    return 0


def _flow(channel: Channel) -> Conversation[bytes]:
    """Return the next 01 or 04. Text between them comes from a timer or a thread."""
    match = yield from channel.search(_FLOW, "flow control of raw-paste")
    channel.show(match.string[: match.start()])
    if match[0] != END:
        channel.emit(Progress())
    return match[0]
