"""Parses the ``repr`` of a value on a board, as MicroPython writes it. The text is never run.

The parser is our own: Python's takes 15 s for a literal of 10 MB, and no other thread runs meanwhile.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable
from typing import Any

from jumperwire.device import literals

_LONG = 4096
"""Texts of fewer characters are parsed on the loop, which takes a few milliseconds at most."""

_DEEPEST = 200
# No more digits than Python takes of texts that become numbers, in whose square the time goes.
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>[-+]?\d{1,4300}(?:\.\d{0,999})?(?:e[-+]?\d{1,5})?j?)(?!\w)
    |(?P<open>b?['"])|(?P<name>[-+]?[A-Za-z_]\w*)|(?P<mark>[][(){},:]))""",
    re.VERBOSE | re.ASCII,
)
_IMAGINARY = re.compile(r"[-+](?:\d{1,999}(?:\.\d{0,999})?(?:e[-+]?\d{1,5})?|inf|nan)j(?!\w)", re.ASCII)
_SPACE = re.compile(r"\s*")
_NAMES = {"None": None, "True": True, "False": False}
_FLOATS = ("inf", "nan")
_CLOSED_BY = {"(": ")", "[": "]", "{": "}"}
_MADE_OF: dict[str, tuple[type, type]] = {
    "bytearray": (bytearray, bytes),
    "frozenset": (frozenset, set),
    "set": (set, set),
    "OrderedDict": (dict, dict),
}
"""Values written as a call: the type, and the type of what stands in brackets. A number there is a size."""


def value(text: str, stopped: Callable[[], bool] = lambda: False) -> Any:
    """The value whose ``repr`` this is; ValueError where it is none of those that are known.

    ``stopped`` is asked again and again whether the value is not wanted any more, which is a ValueError too.
    """
    try:
        return _Reader(text.strip(), stopped).whole()
    except (ValueError, TypeError, OverflowError) as error:
        raise ValueError(text[:200]) from error


async def read(text: str) -> Any:
    """As `value`, on a thread where it takes long. When cancelled, the thread ends soon as well."""
    if len(text) < _LONG:
        return value(text)
    stop = threading.Event()
    try:
        return await asyncio.to_thread(value, text, stop.is_set)
    finally:
        stop.set()


class _Reader:
    """One value. Raises ValueError, and TypeError for what cannot be a key."""

    def __init__(self, text: str, stopped: Callable[[], bool]) -> None:
        self._text = text
        self._stopped = stopped
        self._at = 0

    def whole(self) -> object:
        """All of the text."""
        found = self._value(*self._next(), 0)
        if self._at != len(self._text):
            raise ValueError
        return found

    def _next(self) -> tuple[str, str]:
        match = _TOKEN.match(self._text, self._at)
        if match is None or self._stopped():
            raise ValueError
        self._at = match.end()
        kind = str(match.lastgroup)
        return kind, match[kind]

    def _value(self, kind: str, token: str, depth: int) -> object:
        if kind == "number":
            return self._complex(_number(token))
        if kind == "open":
            return self._string(token)
        if kind == "name":
            return self._named(token, depth)
        if token not in _CLOSED_BY or depth == _DEEPEST:
            raise ValueError
        return self._braces(depth + 1) if token == "{" else self._members(_CLOSED_BY[token], depth + 1)

    def _complex(self, real: object) -> object:
        """A number, or the sum of it and of an imaginary one that follows."""
        match = _IMAGINARY.match(self._text, self._at)
        if match is None or not isinstance(real, int | float):
            return real
        self._at = match.end()
        return complex(float(real), float(match[0][:-1]))

    def _string(self, opened: str) -> str | bytes:
        """To its closing quote, before which there is an even number of backslashes."""
        quote, begin = opened[-1], self._at
        end = self._text.find(quote, begin)
        while end > begin and self._backslashes(begin, end) % 2:
            end = self._text.find(quote, end + 1)
        if end < 0:
            raise ValueError
        self._at = end + 1
        body = self._text[begin:end]
        return literals.bytes_of(body) if opened[0] == "b" else literals.text_of(body)

    def _backslashes(self, begin: int, end: int) -> int:
        """How many stand before ``end``."""
        size = 16
        while True:
            rest = self._text[max(begin, end - size) : end]
            found = len(rest) - len(rest.rstrip("\\"))
            if found < size:
                return found
            size *= 4

    def _named(self, token: str, depth: int) -> object:
        if token in _NAMES:
            return _NAMES[token]
        plain = token.lstrip("-+")
        if plain in _FLOATS:
            return self._complex(float(token))
        if plain in ("infj", "nanj"):
            return complex(0, float(token[:-1]))
        make, wanted = _MADE_OF.get(token, (None, None))
        if make is None or wanted is None or self._next() != ("mark", "("):
            raise ValueError
        given = self._members(")", depth + 1, always_tuple=True)
        if (
            not isinstance(given, tuple)
            or len(given) > 1
            or not all(isinstance(one, wanted) for one in given)
        ):
            raise ValueError
        made: object = make(*given)
        return made

    def _members(self, end: str, depth: int, *, always_tuple: bool = False) -> object:
        found = []
        commas = 0
        kind, token = self._next()
        while (kind, token) != ("mark", end):
            found.append(self._value(kind, token, depth))
            more = self._another(end)
            commas += more
            kind, token = self._next() if more else ("mark", end)
        if end == "]":
            return found
        return tuple(found) if commas or not found or always_tuple else found[0]

    def _braces(self, depth: int) -> object:
        """A dict, or a set."""
        pairs: dict[object, object] = {}
        members: set[object] = set()
        kind, token = self._next()
        while (kind, token) != ("mark", "}"):
            key = self._value(kind, token, depth)
            if self._is_next(":"):
                pairs[key] = self._value(*self._next(), depth)
            else:
                members.add(key)
            kind, token = self._next() if self._another("}") else ("mark", "}")
        if pairs and members:
            raise ValueError
        return members or pairs

    def _another(self, end: str) -> bool:
        """Whether a comma is next, not the end."""
        kind, token = self._next()
        if kind != "mark" or token not in (",", end):
            raise ValueError
        return token == ","

    def _is_next(self, mark: str) -> bool:
        """Pass over a mark, if it comes next."""
        at = _SPACE.match(self._text, self._at)
        found = at is not None and self._text.startswith(mark, at.end())
        if found and at is not None:
            self._at = at.end() + 1
        return found


def _number(token: str) -> object:
    if token[-1] == "j":
        return complex(0, float(token[:-1]))
    return int(token) if token.lstrip("-+").isdigit() else float(token)
