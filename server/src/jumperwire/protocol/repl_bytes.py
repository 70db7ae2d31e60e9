"""What the REPL is sent, and by what its answers are known.

Facts from MicroPython 1.29's ``shared/runtime/pyexec.c``; the bytes 01-05 are Ctrl-A to Ctrl-E.
"""

from __future__ import annotations

import re

RAW, FRIENDLY, INTERRUPT, END = b"\x01", b"\x02", b"\x03", b"\x04"
INTERRUPT_INPUT = b"\r\x03"
"""Behind an INTERRUPT without effect: micro:bit 1.9 looks at it when input() has its line."""

BANNER = b"raw REPL; CTRL-B to exit"
HELP = b'Type "help()" for more information.'
RAW_PROMPT = re.compile(rb"raw REPL; CTRL-B to exit\r*\n>\Z")
"""Some ports print CR CR LF."""

RAW_READY = b"\x04>"
"""How the raw REPL ends each result; it waits for source then."""

SOFT_REBOOT = b"soft reboot\r"
PASTE_ASK = b"\x05A\x01"

UNACKNOWLEDGED = 240
"""Most bytes that may be under way without an answer: the smallest common receive ring holds 256."""

LONGEST_LINE = 256
"""Bytes of what was heard last that are looked through for an answer."""

KEYBOARD_INTERRUPT = b"KeyboardInterrupt"


def without_blank_line(data: bytes) -> bytes:
    """Return ``data`` without the line end that the REPL prints before each banner: it is not the user's."""
    return data.removesuffix(b"\n").removesuffix(b"\r").removesuffix(b"\r")
