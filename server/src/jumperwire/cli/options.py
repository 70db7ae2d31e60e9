"""Options that stand before the first command and apply to all commands."""

from __future__ import annotations

from typing import NamedTuple

from jumperwire.cli.failure import Failure, Problem

WITH_VALUE = ("-b", "--board", "--baud")
WITHOUT_VALUE = ("--json", "-q", "--quiet")


class Options(NamedTuple):
    """The options that all commands share."""

    boards: tuple[str, ...] = ()
    """Addresses of boards; empty means the first board on USB."""
    baud: int | None = None
    json: bool = False
    """Whether lists are printed as JSON, one value for each command."""
    quiet: bool = False
    """Whether only results are printed, and no notes about what was done."""


def split(words: list[str]) -> tuple[Options, list[str]]:
    """Return the options, and the commands that follow them. Raises Failure."""
    options, rest = Options(), list(words)
    while rest and rest[0].startswith("-") and rest[0] not in ("-h", "--help", "--version"):
        name, equals, value = rest.pop(0).partition("=")
        if name in ("-q", "--quiet"):
            options = options._replace(quiet=True)
        elif name == "--json":
            options = options._replace(json=True)
        elif name in WITH_VALUE:
            value = value if equals or not rest else rest.pop(0)
            options = _with_value(options, name, value)
        else:
            raise Failure(Problem.OPTION_UNKNOWN, name=name)
    return options, rest


def _with_value(options: Options, name: str, value: str) -> Options:
    if not value:
        raise Failure(Problem.OPTION_VALUE_MISSING, name=name)
    if name != "--baud":
        return options._replace(boards=(*options.boards, value))
    if not (value.isascii() and value.isdecimal() and int(value[:20])):
        raise Failure(Problem.BAUD_INVALID, value=value)
    return options._replace(baud=int(value[:20]))
