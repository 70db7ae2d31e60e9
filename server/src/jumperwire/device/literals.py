"""Parses literals that a board prints. They are untrusted: each must have the expected type and bounds.

Only what MicroPython prints for integers, strings, bytes, None, True, False, and tuples and lists of them
is accepted, by rules of our own, since Python's parser warns about odd escapes and accepts any number of
digits.
"""

from __future__ import annotations

import re

_LONGEST_LINE = 4096
_DEEPEST = 4
_LARGEST = 1 << 62

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>-?\d{1,20})(?!\w)|(?P<name>None|True|False)(?!\w)|(?P<mark>[][(),])
    |(?P<text>b?(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")))\s*""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.?))", re.DOTALL)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\", "'": "'", '"': '"'}
_NAMES = {"None": None, "True": True, "False": False}
_CLOSED_BY = {"(": ")", "[": "]"}


class BadReply(ValueError):
    """The board printed something that our script does not print."""


def literal(line: bytes) -> object:
    """Parse the literal ``line``; a stray byte in a string becomes a surrogate. Raises BadReply."""
    if len(line) > _LONGEST_LINE:
        raise BadReply(f"a line of {len(line)} bytes")
    try:
        return _Reader(line.decode("utf-8", "surrogateescape").strip()).whole()
    except ValueError as error:
        raise BadReply(f"not a literal: {line[:80]!r}") from error


def fields(line: bytes, count: int) -> tuple[object, ...]:
    """Parse ``line`` as a tuple of ``count`` values. Raises BadReply."""
    return members(literal(line), count)


def members(value: object, count: int) -> tuple[object, ...]:
    """Return ``value`` as a tuple of ``count`` values. Raises BadReply."""
    if not isinstance(value, tuple) or len(value) != count:
        raise BadReply(f"no {count} values: {value!r:.80}")
    return value


def listed(value: object) -> list[object]:
    """Return ``value`` as a list. Raises BadReply."""
    if not isinstance(value, list):
        raise BadReply(f"no list: {value!r:.80}")
    return value


def integer(value: object) -> int:
    """Return ``value`` as an integer of at most 62 bits. Raises BadReply."""
    if not isinstance(value, int) or not -_LARGEST < value < _LARGEST:
        raise BadReply(f"no number: {value!r:.80}")
    return value


def size(value: object) -> int | None:
    """Return ``value`` as a number of bytes or seconds; None if a build cannot tell, however it says so."""
    return value if isinstance(value, int) and 0 <= value < _LARGEST else None


def binary(value: object) -> bytes:
    """Return ``value`` as bytes. Raises BadReply."""
    if not isinstance(value, bytes):
        raise BadReply(f"no bytes: {value!r:.80}")
    return value


def words(value: object) -> str:
    """Return ``value`` as text for people: at most 256 characters without surrogates; empty for None."""
    text = value[:256] if isinstance(value, str) else ""
    return text.encode("utf-8", "replace").decode()


def name(value: object) -> str:
    """Return ``value``, a string or bytes, as a relative path. Raises BadReply if it leads elsewhere."""
    text = value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else value
    if not isinstance(text, str) or "\0" in text or not {"", ".", ".."}.isdisjoint(text.split("/")):
        raise BadReply(f"not a name: {value!r:.80}")
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError as error:
        raise BadReply(f"not a name: {value!r:.80}") from error
    return text


def path(value: object) -> str:
    """Return ``value``, bytes, as an absolute path. Raises BadReply."""
    if not isinstance(value, bytes) or value[:1] != b"/":
        raise BadReply(f"not a path: {value!r:.80}")
    return "/" if value == b"/" else f"/{name(value[1:])}"


class _Reader:
    """Parses one literal. Raises ValueError if it is not one of ours."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def whole(self) -> object:
        """Parse the whole text."""
        found = self._value(*self._next(), 0)
        if self._at != len(self._text):
            raise ValueError
        return found

    def _next(self) -> tuple[str, str]:
        match = _TOKEN.match(self._text, self._at)
        if match is None:
            raise ValueError
        self._at = match.end()
        kind = str(match.lastgroup)
        return kind, match[kind]

    def _value(self, kind: str, token: str, depth: int) -> object:
        if kind == "number":
            return int(token)
        if kind == "name":
            return _NAMES[token]
        if kind == "text":
            return bytes_of(token[2:-1]) if token[0] == "b" else text_of(token[1:-1])
        if token not in _CLOSED_BY or depth == _DEEPEST:
            raise ValueError
        return self._members(_CLOSED_BY[token], depth + 1)

    def _members(self, end: str, depth: int) -> object:
        found = []
        commas = 0
        kind, token = self._next()
        while token != end or kind != "mark":
            found.append(self._value(kind, token, depth))
            kind, token = self._next()
            if (kind, token) == ("mark", ","):
                commas += 1
                kind, token = self._next()
            elif (kind, token) != ("mark", end):
                raise ValueError
        if end == "]":
            return found
        return tuple(found) if commas or not found else found[0]


def text_of(body: str) -> str:
    """The text that stands so between quotes. Raises ValueError."""
    return _ESCAPE.sub(_escaped, body)


def _escaped(match: re.Match[str]) -> str:
    digits = match[1] or match[2] or match[3]
    if digits:
        return chr(int(digits, 16))
    if match[4] not in _PLAIN:
        raise ValueError
    return _PLAIN[match[4]]


def bytes_of(body: str) -> bytes:
    """The bytes that stand so between quotes. Raises ValueError."""
    if re.search(r"\\[uU]", body.replace("\\\\", "")):
        raise ValueError
    return _ESCAPE.sub(_escaped, body).encode("latin-1")
