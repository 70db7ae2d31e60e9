"""What is sent to the REPL, and how its answers are recognized.

Facts from MicroPython 1.29's ``shared/runtime/pyexec.c``; the bytes 01-05 are Ctrl-A to Ctrl-E.
"""

from __future__ import annotations

import re

RAW, FRIENDLY, INTERRUPT, END = b"\x01", b"\x02", b"\x03", b"\x04"
INTERRUPT_INPUT = b"\r\x03"
"""Follows an INTERRUPT without effect: micro:bit 1.9 handles it when input() has its line."""

BANNER = b"raw REPL; CTRL-B to exit"
HELP = b'Type "help()" for more information.'
RAW_PROMPT = re.compile(rb"raw REPL; CTRL-B to exit\r*\n>\Z")
"""Some ports print CR CR LF."""

RAW_READY = b"\x04>"
"""The end of each result in the raw REPL, which then waits for source."""

SOFT_REBOOT = b"soft reboot\r"
PASTE_ASK = b"\x05A\x01"

UNACKNOWLEDGED = 240
"""The most bytes that may be under way without an answer: the smallest common receive ring holds 256."""

LONGEST_LINE = 256
"""The number of the latest bytes that are searched for an answer."""

KEYBOARD_INTERRUPT = b"KeyboardInterrupt"


def without_blank_line(data: bytes) -> bytes:
    """Return ``data`` without the line end that the REPL prints before each banner, which is not the
    user's.
    """
    return data.removesuffix(b"\n").removesuffix(b"\r").removesuffix(b"\r")
