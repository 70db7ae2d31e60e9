"""Parses words into commands. Each command is parsed when the one before it is done."""

from __future__ import annotations

import argparse
import os
from collections.abc import Awaitable, Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from jumperwire.cli.failure import Failure, Problem
from jumperwire.cli.macros import END, Macro, expand
from jumperwire.cli.table import COMMANDS

if TYPE_CHECKING:
    from jumperwire.cli.context import Context

Declare: TypeAlias = Callable[[argparse.ArgumentParser], None]
Run: TypeAlias = "Callable[[Context, argparse.Namespace], Awaitable[None]]"


class Command(NamedTuple):
    """A command: ``declare`` adds its arguments to a parser, and ``run`` carries it out."""

    declare: Declare
    run: Run
    words: tuple[str, ...] = ()
    """The choices for the first word after it, for completion by shells."""
    files: bool | tuple[str, ...] = False
    """Whether it takes files of this computer, or which of ``words`` do, for completion by shells."""


class Step(NamedTuple):
    """A command with its arguments."""

    name: str
    run: Run
    arguments: argparse.Namespace


def steps(words: list[str], macros: Mapping[str, Macro]) -> Iterator[Step]:
    """Yield the commands of a line.

    Raises Failure, and SystemExit if argparse has printed an error or help.
    """
    rest = list(words)
    while rest:
        if rest[0] == END:
            rest.pop(0)
            continue
        name, *rest = expand(rest, macros)
        if name not in COMMANDS:
            raise Failure(Problem.NOT_A_COMMAND, name=name)
        end = rest.index(END) if END in rest else len(rest)
        arguments = parser_of(name).parse_args(_own(name, rest[:end]))
        rest = arguments.rest + rest[end:]
        yield Step(name, load(name).run, arguments)


def load(name: str) -> Command:
    """Import a command of the table and return it."""
    command: Command = import_module(f"jumperwire.cli.commands.{COMMANDS[name].module}").COMMANDS[name]
    return command


@cache  # a line may contain the same command many times
def parser_of(name: str) -> argparse.ArgumentParser:
    """Return the parser of a command's arguments. ``rest`` is what follows them."""
    parser = argparse.ArgumentParser(
        prog=f"jumper {name}",
        description=COMMANDS[name].help,
        add_help=name != "fs",
        allow_abbrev=True,
        formatter_class=_Help,
    )
    load(name).declare(parser)
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="further commands").required = False
    return parser


class _Help(argparse.HelpFormatter):
    """As wide as the terminal; argparse's own imports shutil to measure that, for the first argument."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


def _columns() -> int:
    """Of the terminal, as shutil.get_terminal_size() has it."""
    try:
        return int(os.environ.get("COLUMNS", 0)) or os.get_terminal_size(1).columns or 80
    except (ValueError, OSError):
        return 80


def _own(name: str, words: list[str]) -> list[str]:
    """Return the words with the path or package that ``fs ls``, ``fs tree``, ``fs du`` and ``mip list`` may
    omit.
    """
    if name == "mip" and words:
        return [*words, ""]  # argparse cannot express optional arguments after options
    lists = name == "fs" and words[:1] and words[0] in ("ls", "tree", "du")
    return [*words, ""] if lists and all(word.startswith("-") for word in words[1:]) else words


def switch(
    parser: argparse.ArgumentParser, name: str, letter: str, text: str, default: bool | None = False
) -> None:
    """Add the options ``--name``, ``-letter`` and ``--no-name``."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument(f"--{name}", f"-{letter}", action="store_true", default=default, help=text)
    group.add_argument(f"--no-{name}", action="store_false", dest=name.replace("-", "_"))


def nothing(parser: argparse.ArgumentParser) -> None:
    """Add no arguments, for commands that take none."""
