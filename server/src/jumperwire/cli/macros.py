"""Names that stand for other command lines: built-in ones, and those that users define."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from jumperwire.cli.failure import Failure, Problem

END = "+"
"""Ends a command that would otherwise take the following words as arguments."""


class Macro(NamedTuple):
    """A macro.

    Its ``parameters`` are names, with or without defaults, which become variables on the board.
    """

    words: tuple[str, ...]
    help: str = ""
    parameters: tuple[tuple[str, str | None], ...] = ()


def _ports() -> Iterator[tuple[str, Macro]]:
    for number in range(4):
        for letter, port in (("a", "/dev/ttyACM"), ("u", "/dev/ttyUSB"), ("c", "COM")):
            yield f"{letter}{number}", Macro(("connect", f"{port}{number}"), f"connect to {port}{number}")


FILE_COMMANDS = ("cat", "cp", "du", "ls", "mkdir", "mv", "rm", "rmdir", "sha256sum", "touch", "tree")

BUILT_IN: Mapping[str, Macro] = {
    **{name: Macro(("fs", name), f"short for fs {name}") for name in FILE_COMMANDS},
    **dict(_ports()),
    "devs": Macro(("connect", "list"), "list the serial ports"),
    "-h": Macro(("help",), "short for help"),
    "--help": Macro(("help",), "short for help"),
    "--version": Macro(("version",), "short for version"),
}


def expand(words: list[str], macros: Mapping[str, Macro]) -> list[str]:
    """Expand the first word until it is not a macro. Raises Failure.

    Arguments become an ``exec`` in front. Inside a macro, its own name means the command of that name.
    """
    variables: list[str] = []
    seen: set[str] = set()
    rest = list(words)
    while rest and rest[0] in macros and rest[0] not in seen:
        name = rest.pop(0)
        seen.add(name)
        variables += _arguments(name, macros[name], rest)
        rest[:0] = macros[name].words
    return ["exec", ";".join(variables), *rest] if variables else rest


def _arguments(name: str, macro: Macro, rest: list[str]) -> Iterator[str]:
    """Take the arguments from ``rest``, by position or by name."""
    for parameter, default in macro.parameters:
        given = rest[0] if rest and rest[0] != END else ""
        if given and "=" not in given:
            yield f"{parameter}={rest.pop(0)}"
        elif given.startswith(f"{parameter}="):
            yield rest.pop(0)
        elif default is not None:
            yield f"{parameter}={default}"
        else:
            raise Failure(
                Problem.MACRO_ARGUMENT_MISSING,
                name=name,
                argument=parameter,
                signature=_signature(name, macro),
            )
    if macro.parameters and rest and "=" in rest[0]:
        argument = rest[0].partition("=")[0]
        raise Failure(
            Problem.MACRO_ARGUMENT_UNKNOWN, name=name, argument=argument, signature=_signature(name, macro)
        )


def _signature(name: str, macro: Macro) -> str:
    listed = (each if default is None else f"{each}={default}" for each, default in macro.parameters)
    return " ".join([name, *listed])
