"""Source that is sent to a board: our own scripts, and users' files prepared for the raw REPL."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeAlias, Union

_CONTROL = {chr(code) for code in range(1, 6)}
"""Ctrl-A to Ctrl-E, on which the REPL acts while it reads source, even inside a string."""

Argument: TypeAlias = Union[str, int, bytes, "list[str]"]

_DEVICE = Path(__file__).parent

_COMPILE = "getattr(__import__('builtins'),'compile',lambda s,*_:s)"


@cache
def script(name: str) -> bytes:
    """Return the script ``device/scripts/<name>.py``, minified if a minified form exists."""
    text = (_DEVICE / "scripts" / f"{name}.py").read_text("utf-8")
    import hashlib  # not in every start: most command lines send no script of ours

    small = _minified().get(hashlib.sha256(text.encode()).hexdigest())
    return stripped(text) if small is None else small.encode()


def stripped(text: str) -> bytes:
    """Return a script without its comments, indented by single spaces."""
    lines = (line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#"))
    return "\n".join(_shallow(line) for line in lines).encode() + b"\n"


def call(name: str, *arguments: Argument) -> bytes:
    """Return source that calls the script ``name`` with literals, and leaves no name behind on the board."""
    listed = ",".join(literal(argument) for argument in arguments)
    return script(name) + f"try:\n _jw({listed})\nfinally:\n del _jw\n".encode()


def agent(name: str) -> bytes:
    """Return source that puts a script's function on the board until it restarts, for `agent_call`.

    It is kept in ``sys.modules``, where it disturbs nobody and other scripts can find it, as
    ``__import__('_jw_<its name>')``.
    """
    return script(name) + f"__import__('sys').modules['_jw_{name}']=_jw\ndel _jw\n".encode()


def agent_call(name: str, *arguments: Argument) -> bytes:
    """Return source that calls an agent. It raises ImportError if the agent is not on the board."""
    return f"__import__('_jw_{name}')({','.join(literal(each) for each in arguments)})".encode()


def literal(value: Argument) -> str:
    """Return a literal for MicroPython without control characters.

    Surrogates in a string stand for bytes that are not UTF-8, as in ``os.fsdecode``, and become such
    bytes.
    """
    if isinstance(value, list):
        return "[" + ",".join(literal(each) for each in value) + "]"
    if isinstance(value, str) and not value.isascii() and any("\udc80" <= char <= "\udcff" for char in value):
        value = value.encode("utf-8", "surrogateescape")
    return repr(value)


def prepare(source: str) -> bytes:
    """Return a user's source as bytes for the REPL: no byte order mark, LF line ends, no Ctrl-A to
    Ctrl-E.

    Such control characters can only occur in strings and comments. If there are any, the source is sent
    as a literal, in which they are escaped, and is compiled on the board under the name that the REPL
    uses, if the build supports that.
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
    """Return the output of ``server/tools/minify_scripts.py``, by the SHA-256 of each script's source."""
    import json

    try:
        table: dict[str, str] = json.loads((_DEVICE / "minified.json").read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return table
