"""What can be typed, for shells, derived from the table of commands and their parsers."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from jumperwire.cli.grammar import load, parser_of
from jumperwire.cli.macros import Macro
from jumperwire.cli.options import WITH_VALUE, WITHOUT_VALUE
from jumperwire.cli.table import COMMANDS

_LOCAL = ("FILE", "PATH")
"""Metavars of options whose value is a path on this computer."""


class Value(Enum):
    """The kind of value that an option takes."""

    BOARD = auto()
    FILE = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Takes:
    """What may follow a command."""

    options: tuple[str, ...]
    words: tuple[str, ...]
    """The choices for the first word after the command, if there are any."""
    files: bool
    """Whether the command takes files of this computer."""


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that a shell can complete."""

    options: tuple[str, ...]
    """The options before the first command."""
    takes: Mapping[str, Takes]
    """What each command or shortcut takes."""
    values: Mapping[str, Value | tuple[str, ...]]
    """The value of each option: its kind, or the possible values."""


def table(macros: Mapping[str, Macro]) -> Table:
    """Return the table for all commands and the given macros."""
    takes: dict[str, Takes] = {}
    values: dict[str, Value | tuple[str, ...]] = {
        name: Value.OTHER if name == "--baud" else Value.BOARD for name in WITH_VALUE
    }
    for name in COMMANDS:
        command = load(name)
        actions = [each for each in parser_of(name)._actions if each.option_strings]
        options = tuple(option for action in actions for option in action.option_strings)
        takes[name] = Takes(options, command.words, command.files is True)
        values.update(_values(actions))
    for name, macro in macros.items():
        if not name.startswith("-"):
            takes[name] = _behind(macro, takes)
    return Table((*WITH_VALUE, *WITHOUT_VALUE, "--help", "--version"), takes, values)


def _behind(macro: Macro, takes: Mapping[str, Takes]) -> Takes:
    """Return what may follow a macro, which stands for a command and perhaps for its first arguments."""
    name, *rest = macro.words or ("",)
    if name not in COMMANDS:
        return Takes((), (), False)
    with_files = load(name).files
    files = bool({*rest} & {*with_files}) if isinstance(with_files, tuple) else with_files
    return Takes(takes[name].options, () if rest else takes[name].words, files)


def _values(actions: Iterable[argparse.Action]) -> dict[str, Value | tuple[str, ...]]:
    found: dict[str, Value | tuple[str, ...]] = {}
    for action in actions:
        if action.nargs != 0:
            kind = Value.FILE if action.metavar in _LOCAL else Value.OTHER
            value = tuple(action.choices) if action.choices else kind
            found.update(dict.fromkeys(action.option_strings, value))
    return found
