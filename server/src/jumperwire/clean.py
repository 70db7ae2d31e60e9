"""The one place that makes a board's words harmless to a terminal: a name may hold escape sequences."""

from __future__ import annotations


def clean(text: str, kept: str = "\n") -> str:
    """The same text, with what is not printable written as in a Python literal, but for ``kept``.

    This takes out control characters of 7 and 8 bits, which begin escape sequences, and what changes the
    direction of writing; surrogates stand for bytes that are no UTF-8, as in ``os.fsdecode``.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in kept else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    return f"\\x{ord(char) - 0xDC00:02x}" if "\udc80" <= char <= "\udcff" else repr(char)[1:-1]
