"""Source run by the raw REPL, and conversations with what it runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from jumperwire.protocol.channel import Channel, Conversation, LocalProtocolError, Progress, T
from jumperwire.protocol.prompts import raw_banner
from jumperwire.protocol.repl_bytes import END, RAW
from jumperwire.protocol.repl_state import Cue
from jumperwire.protocol.result import Finished, result

End = TypeVar("End")


@dataclass(frozen=True, slots=True)
class Pace:
    """How source is sent where nothing is acknowledged: pieces of ``size`` bytes, ``seconds`` apart."""

    size: int
    seconds: float


def execute(
    channel: Channel, source: bytes, keys: bytes | None = None, pace: Pace | None = None
) -> Conversation[Finished]:
    """Run short source by the raw REPL alone. It may hold no byte from 01 to 04.

    With ``keys`` the raw REPL is entered in the same write, so that all of it is one round trip.
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
    """From the raw prompt: run short source, then ``conversation`` with it; it ends at the raw prompt."""
    source = sendable(source, b"\x01\x02\x03\x04")
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
        yield from raw_banner(channel, hide=True)
    return finished


def sendable(source: bytes, forbidden: bytes) -> bytes:
    """An empty source would be a soft reset; one with control characters would be cut by them."""
    if any(byte in source for byte in forbidden):
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
