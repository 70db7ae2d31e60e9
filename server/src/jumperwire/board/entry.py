"""The steps from an unknown state to the prompt. Each waits for an event, and none for long."""

from __future__ import annotations

import os
from collections.abc import Iterator

from jumperwire.board.answer import NoAnswer
from jumperwire.board.link import Link
from jumperwire.errors import (
    BoardGarbled,
    BoardSilent,
    InterruptIgnored,
    JumperwireError,
    NotMicroPython,
    ProgramRunning,
    ProtocolBroken,
)
from jumperwire.protocol import prompts, recovery, repl_bytes

_ANSWER = 0.3
"""Seconds for a prompt on a quick link before something harmless is tried next."""

_ASKED = 0.15
"""Seconds for the answer to Enter if Ctrl-C may follow, which does no harm at a prompt that is late."""

_STARTS = 20.0
"""Seconds for the first output of a board that was started with its link. Twenty may be started at once."""

_SETTLING = 4
"""How many Ctrl-C, one after the other, may be left over."""

_OURS_ANSWERS = 0.8
"""Seconds for a receiver of ours to answer over a quick link: it waits twice for at most 0.2 of silence.

Zero bytes that are sent before take 0.25 at 9600 baud.
"""

_FREE = 5.0
"""Seconds for a sender of ours to finish saying what is under way, over a quick link."""

_RECOVERY = (
    (repl_bytes.INTERRUPT, 0.5),
    (repl_bytes.INTERRUPT_INPUT + repl_bytes.INTERRUPT, 1.0),
)
"""What is sent to make the board answer again, and the seconds that it has for each."""


async def find_prompt(link: Link, may_interrupt: bool, program: str) -> None:
    """Get to the friendly prompt, showing what a program prints meanwhile.

    Raises ProgramRunning if it may not interrupt, and otherwise the best explanation of the silence.
    """
    starts = link.traits.starts_board and not link.heard
    patience = link.patience(_STARTS if starts else _ANSWER)
    if await _prompt_after(link, b"\r", link.soon(_ASKED) if may_interrupt else patience):
        return
    if recovery.RECEIVER_ANSWER.search(link.heard) and await _prompt_after_receiver(link):
        return
    if not may_interrupt:
        await _explain_without_interrupting(link, program, starts)
        return
    seen_prompt = link.repl.prompt_line.prompt is not None or b">>> " in link.heard
    for keys in _interrupting():
        if await _prompt_after(link, keys, link.soon(_ANSWER)):
            return
    if await _prompt_after(link, b"", patience):
        return  # late
    raise _explain(link, seen_prompt)


async def ask_for_prompt(link: Link, keys: bytes) -> bool:
    """Return whether the board answers ``keys`` with its friendly prompt."""
    return await _prompt_after(link, keys, link.patience(_ANSWER))


async def resynchronize(link: Link, receiving: bool = False) -> bool:
    """Get to the raw prompt, whatever was left behind: half a source, a late answer. Returns False on
    failure.

    ``receiving``: a receiver of ours is running, and takes everything that is sent before it has ended.
    """
    if receiving:
        await end_receiver(link, known=True)
    for keys, patience in _RECOVERY:
        if await _marked(link, keys, link.soon(patience)):
            return True
    # It may only be late, and sending more to a slow board makes it slower.
    return await _marked(link, b"", link.patience(_RECOVERY[-1][1]))


async def end_receiver(link: Link, *, known: bool) -> bool:
    """Return whether there was a receiver of ours, which has now ended; ``known`` as in
    `recovery.end_receiver`.
    """
    soon, silent = link.soon(_OURS_ANSWERS), link.patience(_OURS_ANSWERS)
    ending = recovery.end_receiver(link.repl.channel, known=known, soon=soon, silent=silent)
    try:
        return await link.converse(ending, max(soon + silent, link.patience(_FREE)))
    except NoAnswer:
        return False


async def _prompt_after_receiver(link: Link) -> bool:
    return await end_receiver(link, known=True) and await _prompt_after(
        link, b"\r\x02", link.patience(_ANSWER)
    )


async def settle(link: Link, keys: bytes | None) -> bool:
    """Get to the raw prompt, and return whether no Ctrl-C of ours can hit what runs next.

    ``keys``: see `raw_repl.execute`.
    """
    for _ in range(_SETTLING):
        try:
            settling = recovery.settle(link.repl.channel, keys, _mark())
            if await link.converse(settling, link.patience(_RECOVERY[-1][1])):
                return True
        except (NoAnswer, ProtocolBroken):
            return False
        keys = None
    return False


def _mark() -> bytes:
    return str(10**8 + int.from_bytes(os.urandom(4), "big") % 10**8).encode()


async def _marked(link: Link, keys: bytes, patience: float) -> bool:
    try:
        await link.converse(recovery.resynchronize(link.repl.channel, keys, _mark()), patience)
    except NoAnswer:
        return False
    return True


def _interrupting() -> Iterator[bytes]:
    yield b"\x03"
    yield b"\x03\x03"  # for a program that caught the first one
    yield b"\r\x02"  # in case it is in the raw REPL
    yield repl_bytes.INTERRUPT_INPUT
    yield b"\x18\x03"  # in case it waits for the host of a mount


async def _explain_without_interrupting(link: Link, program: str, starts: bool) -> None:
    """Raise what the silence means, or return if the board turns out to be at its prompt.

    A program counts as running only if the board has said something other than a prompt, or was started
    long ago (``starts``) and has not come to a prompt.
    """
    if _is_garbled(link.heard):
        raise BoardGarbled(board=link.name, heard=repr(link.heard[-40:]))
    if link.heard or starts:
        raise ProgramRunning(board=link.name, program=program)
    if not await _prompt_after(link, b"\x02", link.patience(_ANSWER)):  # in case it is in the raw REPL
        if link.heard:
            raise ProgramRunning(board=link.name, program=program)
        raise BoardSilent(board=link.name)


async def _prompt_after(link: Link, keys: bytes, patience: float) -> bool:
    try:
        prompt = await link.converse(
            prompts.find_prompt(link.repl.channel, keys, link.repl.prompt_line.primary), patience
        )
    except NoAnswer:
        return link.repl.prompt_line.prompt is not None
    except ProtocolBroken:
        return False
    if prompt == repl_bytes.RAW_READY:
        return await _prompt_after(link, b"\r" + repl_bytes.FRIENDLY, patience)
    return True


def no_raw_repl(link: Link, since: int) -> JumperwireError:
    """Return why a board does not enter its raw REPL. ``since``: the link's count when it was first asked."""
    if link.has_raw_repl or link.count == since:
        return BoardSilent(board=link.name)
    return NotMicroPython(board=link.name, heard=_last_words(link.heard))


def _explain(link: Link, seen_prompt: bool) -> JumperwireError:
    heard = link.heard
    if not link.count:
        return BoardSilent(board=link.name)
    if not heard:
        return BoardGarbled(board=link.name, heard=repr(b"\0"))
    if _is_garbled(heard):
        return BoardGarbled(board=link.name, heard=repr(heard[-40:]))
    if seen_prompt or b"MicroPython" in heard:
        return InterruptIgnored(board=link.name)
    return NotMicroPython(board=link.name, heard=_last_words(heard))


_OURS = bytes(range(7)) + b"\x18"
"""Control characters that we send; a device that is not a board may echo them."""


def _last_words(heard: bytes) -> str:
    text = heard.translate(None, _OURS).decode("utf-8", "replace")
    return " ".join(text.split())[-80:].strip() or "an echo of what it is sent"


def _is_garbled(heard: bytes) -> bool:
    """Return whether a quarter of the bytes is not text: control characters, or not UTF-8."""
    rest = heard.translate(None, _OURS)
    text = rest.decode("utf-8", "replace")
    stray = sum(1 for char in text if char == "\ufffd" or (char < " " and char not in "\r\n\t\b\x1b\x07"))
    return stray > len(rest) // 4
