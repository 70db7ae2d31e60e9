"""Options that stand before the first command, and hold for all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jumperwire.cli.failure import Failure, Problem

WITH_VALUE = ("-b", "--board", "--baud")
WITHOUT_VALUE = ("--json", "-q", "--quiet")


@dataclass(frozen=True, slots=True)
class Options:
    """What all commands share."""

    boards: tuple[str, ...] = ()
    """Addresses; none means the first board found on USB."""
    baud: int | None = None
    json: bool = False
    """Lists are JSON, one value for each command."""
    quiet: bool = False
    """Only results are shown, not what is done."""


def split(words: list[str]) -> tuple[Options, list[str]]:
    """The options, and the commands behind them. Raises Failure."""
    options, rest = Options(), list(words)
    while rest and rest[0].startswith("-") and rest[0] not in ("-h", "--help", "--version"):
        name, equals, value = rest.pop(0).partition("=")
        if name in ("-q", "--quiet"):
            options = replace(options, quiet=True)
        elif name == "--json":
            options = replace(options, json=True)
        elif name in WITH_VALUE and (equals or rest):
            value = value if equals else rest.pop(0)
            if name != "--baud":
                options = replace(options, boards=(*options.boards, value))
            elif value.isdecimal() and int(value):
                options = replace(options, baud=int(value))
            else:
                raise Failure(Problem.NOT_A_COMMAND, name=f"--baud {value}")
        else:
            raise Failure(Problem.NOT_A_COMMAND, name=name)
    return options, rest
