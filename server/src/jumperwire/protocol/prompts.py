"""Gets to the friendly prompt and to the raw one, from any known state of the board."""

from __future__ import annotations

import re

from jumperwire.protocol.channel import Channel, Conversation, Interrupting, Prompted, Rebooted
from jumperwire.protocol.repl_bytes import (
    BANNER,
    END,
    FRIENDLY,
    INTERRUPT,
    LONGEST_LINE,
    RAW,
    RAW_READY,
    SOFT_REBOOT,
    without_blank_line,
)
from jumperwire.protocol.repl_state import Cue

PROMPTS = (b">>> ", b"--> ")
_FRIENDLY_PROMPT = re.compile(
    rb"(?:(?m:^)[^\n]*Python[^\n]*\n(?:Type [^\n]*\n)?|\n(?=--> ))((?!Type )[^\n]{1,24} )\Z"
)
"""What follows the banner is the prompt, whatever ``sys.ps1`` is; aiorepl has no banner."""


def enter_raw(channel: Channel, keys: bytes) -> Conversation[None]:
    """Get from a prompt to the raw REPL. ``keys`` are sent before Ctrl-A, to clear a half-typed line."""
    channel.cue(Cue.ENTER)
    channel.send(keys + RAW)
    yield from raw_banner(channel, hide=bool(keys))


def leave_raw(channel: Channel) -> Conversation[bytes]:
    """Return to the friendly prompt, and return it; the banner is not shown."""
    channel.cue(Cue.LEAVE)
    channel.send(FRIENDLY)
    match = yield from channel.search(_FRIENDLY_PROMPT, "the friendly prompt")
    channel.show(without_blank_line(match.string[: match.start()]))
    channel.cue(Cue.FRIENDLY_PROMPT)
    channel.emit(Prompted(match[1], is_prompt=True))
    return match[1]


def find_prompt(channel: Channel, keys: bytes, prompts: tuple[bytes, ...] = PROMPTS) -> Conversation[bytes]:
    """Send ``keys`` and wait until the board shows a prompt, which is returned and not shown.

    Meanwhile, what a program prints is shown. If `RAW_READY` comes after an INTERRUPT, the interrupted
    program was running in the raw REPL, and `RAW_READY` is returned.
    """
    if keys.count(INTERRUPT):
        channel.emit(Interrupting(keys.count(INTERRUPT)))
    channel.send(keys)
    if keys.startswith(INTERRUPT):
        prompts = (*prompts, RAW_READY)
    quiet = True  # the line end that answers Enter is not output
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
        elif len(heard) - end > LONGEST_LINE:
            end = len(heard) - LONGEST_LINE
        channel.show(heard[:end])
        channel.feed(heard[end:])
        yield from channel.more()


def retype(channel: Channel, text: bytes, line: bytes) -> Conversation[None]:
    """Type ``text`` after ``line``, the prompt.

    Its echo is not shown, since the terminal shows it already.
    """
    channel.send(text)
    channel.show((yield from channel.until(text)))
    channel.emit(Prompted(line + text))


def soft_reset(channel: Channel, keys: bytes | None = None) -> Conversation[None]:
    """Get to the raw prompt of a new interpreter, showing boot.py's output.

    ``keys``: as for `raw_repl.execute`.
    """
    if keys is None:
        channel.cue(Cue.SEND)
        channel.send(END)
    else:
        channel.cue(Cue.ENTER)
        channel.send(keys + RAW + END)
        yield from raw_banner(channel, hide=bool(keys))
        channel.cue(Cue.SEND)
    before = yield from channel.until(SOFT_REBOOT)
    yield from channel.until(b"\n")
    if not before.endswith(b"Ignored: "):  # aiorepl's answer
        channel.emit(Rebooted())
    yield from raw_banner(channel, hide=False)


def raw_banner(channel: Channel, hide: bool) -> Conversation[None]:
    """Wait for the raw prompt. ``hide``: what comes before it is not output."""
    before = yield from channel.until(BANNER)
    if not hide:
        channel.show(without_blank_line(before))
    yield from channel.until(b">")
    channel.cue(Cue.RAW_PROMPT)
