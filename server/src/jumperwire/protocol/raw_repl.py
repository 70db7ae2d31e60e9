"""Runs source by the raw REPL, and holds conversations with what it runs."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

from jumperwire.protocol.channel import Channel, Conversation, LocalProtocolError, Progress, T
from jumperwire.protocol.prompts import raw_banner
from jumperwire.protocol.repl_bytes import END, RAW
from jumperwire.protocol.repl_state import Cue
from jumperwire.protocol.result import Finished, result

End = TypeVar("End")


class Pace(NamedTuple):
    """How to send source that is not acknowledged: pieces of ``size`` bytes, ``seconds`` apart."""

    size: int
    seconds: float


def execute(
    channel: Channel, source: bytes, keys: bytes | None = None, pace: Pace | None = None
) -> Conversation[Finished]:
    """Run short source by the plain raw REPL. It may contain no byte from 01 to 04.

    With ``keys``, the raw REPL is entered in the same write, so that everything is one round trip.
    """
    source = sendable(source, b"\x01\x02\x03\x04")
    if keys is None:
        channel.cue(Cue.SEND)
        yield from _send_paced(channel, source + END, pace)
    else:
        channel.cue(Cue.ENTER)
        channel.send(keys + RAW + source + END)
        yield from raw_banner(channel, hide=bool(keys))
        channel.cue(Cue.SEND)
    channel.show((yield from channel.until(b"OK")))
    return (yield from result(channel))


def call(channel: Channel, source: bytes, conversation: Conversation[T]) -> Conversation[T]:
    """At the raw prompt, run short source and hold ``conversation`` with it; this ends at the raw prompt."""
    source = sendable(source, b"\x01\x02\x03\x04")
    channel.cue(Cue.SEND)
    channel.send(source + END)
    channel.show((yield from channel.until(b"OK")))
    channel.cue(Cue.START)
    result = yield from conversation
    channel.cue(Cue.RAW_PROMPT)
    return result


def nudging(channel: Channel, conversation: Conversation[End], seconds: float) -> Conversation[End]:
    """Nudge the board during an execution of ours if its reply does not arrive completely.

    Some firmware holds back a reply that fills its last USB packet, and a link may lose the end of one. A
    board that has finished answers Ctrl-A with its banner; another one does so when it has finished.
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
        yield from raw_banner(channel, hide=True)
    return finished


def sendable(source: bytes, forbidden: bytes) -> bytes:
    """Return source without ``forbidden`` bytes, which would cut it; an empty one would be a soft reset."""
    if len(source.translate(None, forbidden)) < len(source):
        raise LocalProtocolError("source that holds the REPL's own control characters")
    return source or b"\n"


def _send_paced(channel: Channel, data: bytes, pace: Pace | None) -> Conversation[None]:
    if pace is None:
        channel.send(data)
        return
    for at in range(0, len(data), pace.size):
        if at:
            yield pace.seconds
        channel.send(data[at : at + pace.size])
        channel.emit(Progress())
