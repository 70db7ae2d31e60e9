"""The only place that makes a board's text harmless to terminals, since a name may contain escape
sequences.
"""

from __future__ import annotations


def clean(text: str, kept: str = "\n") -> str:
    """Return the text with unprintable characters written as in a Python literal, except those in
    ``kept``.

    This removes control characters of 7 and 8 bits, which begin escape sequences, characters that change
    the direction of writing, and surrogates, which stand for bytes that are not UTF-8, as in
    ``os.fsdecode``.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in kept else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    return f"\\x{ord(char) - 0xDC00:02x}" if "\udc80" <= char <= "\udcff" else repr(char)[1:-1]
