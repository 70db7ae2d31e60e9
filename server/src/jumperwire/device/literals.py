"""Literals that a board prints, read as untrusted data: each has its type and its bounds, or is refused.

Only what MicroPython prints for integers, texts, bytes, None, True, False, and tuples and lists of them is
read, by rules of our own: Python's parser warns of odd escapes, and takes any number of digits.
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
    """A board printed something that our script does not print."""


def literal(line: bytes) -> object:
    """The literal that ``line`` is; a stray byte of a text as a surrogate. Raises BadReply."""
    if len(line) > _LONGEST_LINE:
        raise BadReply(f"a line of {len(line)} bytes")
    try:
        return _Reader(line.decode("utf-8", "surrogateescape").strip()).whole()
    except ValueError as error:
        raise BadReply(f"not a literal: {line[:80]!r}") from error


def fields(line: bytes, count: int) -> tuple[object, ...]:
    """The tuple of so many that ``line`` is. Raises BadReply."""
    return members(literal(line), count)


def members(value: object, count: int) -> tuple[object, ...]:
    """``value`` as a tuple of so many. Raises BadReply."""
    if not isinstance(value, tuple) or len(value) != count:
        raise BadReply(f"no {count} values: {value!r:.80}")
    return value


def listed(value: object) -> list[object]:
    """``value`` as a list. Raises BadReply."""
    if not isinstance(value, list):
        raise BadReply(f"no list: {value!r:.80}")
    return value


def integer(value: object) -> int:
    """``value`` as an integer of at most 62 bits. Raises BadReply."""
    if not isinstance(value, int) or not -_LARGEST < value < _LARGEST:
        raise BadReply(f"no number: {value!r:.80}")
    return value


def size(value: object) -> int | None:
    """``value`` as a number of bytes or seconds; None where a build cannot tell, in whichever way."""
    return value if isinstance(value, int) and 0 <= value < _LARGEST else None


def binary(value: object) -> bytes:
    """``value`` as bytes. Raises BadReply."""
    if not isinstance(value, bytes):
        raise BadReply(f"no bytes: {value!r:.80}")
    return value


def words(value: object) -> str:
    """``value`` as a text for people: at most 256 characters, none of them a surrogate; empty for none."""
    text = value[:256] if isinstance(value, str) else ""
    return text.encode("utf-8", "replace").decode()


def name(value: object) -> str:
    """``value``, text or bytes, as a path from some folder. Raises BadReply where it leads elsewhere."""
    text = value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else value
    if not isinstance(text, str) or "\0" in text or not {"", ".", ".."}.isdisjoint(text.split("/")):
        raise BadReply(f"not a name: {value!r:.80}")
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError as error:
        raise BadReply(f"not a name: {value!r:.80}") from error
    return text


def path(value: object) -> str:
    """``value``, bytes, as an absolute path. Raises BadReply."""
    if not isinstance(value, bytes) or value[:1] != b"/":
        raise BadReply(f"not a path: {value!r:.80}")
    return "/" if value == b"/" else f"/{name(value[1:])}"


class _Reader:
    """One literal. Raises ValueError where it is none of ours."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def whole(self) -> object:
        """All of the text."""
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
