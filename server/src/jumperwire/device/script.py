"""Sources that are sent to a board: our own scripts, and a user's file made fit for the raw REPL."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeAlias, Union

_CONTROL = {chr(code) for code in range(1, 6)}
"""Ctrl-A to Ctrl-E mean something to the REPL that reads the source, even inside a string."""

Argument: TypeAlias = Union[str, int, bytes, "list[str]"]

_DEVICE = Path(__file__).parent

_COMPILE = "getattr(__import__('builtins'),'compile',lambda s,*_:s)"


@cache
def script(name: str) -> bytes:
    """The script ``device/scripts/<name>.py``, as small as it is there."""
    text = (_DEVICE / "scripts" / f"{name}.py").read_text("utf-8")
    import hashlib  # not in every start: most command lines send no script of ours

    small = _minified().get(hashlib.sha256(text.encode()).hexdigest())
    return stripped(text) if small is None else small.encode()


def stripped(text: str) -> bytes:
    """A script without its comments, indented by single spaces."""
    lines = (line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#"))
    return "\n".join(_shallow(line) for line in lines).encode() + b"\n"


def call(name: str, *arguments: Argument) -> bytes:
    """The script ``name``, called with literals, leaving no name behind on the board."""
    listed = ",".join(literal(argument) for argument in arguments)
    return script(name) + f"try:\n _jw({listed})\nfinally:\n del _jw\n".encode()


def agent(name: str) -> bytes:
    """Source that leaves the function of a script on the board, for `agent_call`, until it restarts.

    It stands in ``sys.modules``, where it is in nobody's way, and other scripts find it there, as
    ``__import__('_jw_<its name>')``.
    """
    return script(name) + f"__import__('sys').modules['_jw_{name}']=_jw\ndel _jw\n".encode()


def agent_call(name: str, *arguments: Argument) -> bytes:
    """Source that calls an agent; it raises ImportError where that is not on the board."""
    return f"__import__('_jw_{name}')({','.join(literal(each) for each in arguments)})".encode()


def literal(value: Argument) -> str:
    """A literal that MicroPython reads, with no control character in it.

    Text with surrogates stands for bytes that are no UTF-8, as in ``os.fsdecode``, and becomes such bytes.
    """
    if isinstance(value, list):
        return "[" + ",".join(literal(each) for each in value) + "]"
    if isinstance(value, str) and not value.isascii() and any("\udc80" <= char <= "\udcff" for char in value):
        value = value.encode("utf-8", "surrogateescape")
    return repr(value)


def prepare(source: str) -> bytes:
    """A user's source as bytes for the REPL: no byte order mark, LF line ends, no Ctrl-A to Ctrl-E.

    Where such a character stands in the source, it can only be in a string or a comment; then the source
    goes as a literal, in which they are escaped, and is compiled under the name that the REPL uses,
    by builds that can.
    """
    text = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if _CONTROL.intersection(text):
        text = f"exec({_COMPILE}({literal(text)},'<stdin>','exec'))\n"
    return text.encode("utf-8", "surrogatepass")


def _shallow(line: str) -> str:
    body = line.lstrip(" ")
    return " " * ((len(line) - len(body)) // 4) + body


@cache
def _minified() -> dict[str, str]:
    """What ``server/tools/minify_scripts.py`` made, by the SHA-256 of its sources: an edited one has none."""
    import json

    try:
        table: dict[str, str] = json.loads((_DEVICE / "minified.json").read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return table
