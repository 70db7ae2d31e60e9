"""Writes a new project file, taking over what the files of other tools in its folder say."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jumperwire.filesystem.local import local_errors
from jumperwire.sync.project import FILE_NAME
from jumperwire.sync.rules import IGNORE_FILE

_SETTINGS = Path(".vscode", "settings.json")


@dataclass(frozen=True, slots=True)
class Initialized:
    """The file that was written, and the files of other tools that it was made from."""

    file: Path
    imported: list[str]


@dataclass(slots=True)
class _Findings:
    """What the files of other tools say."""

    source: str = "."
    ignore: list[str] = field(default_factory=list)
    read: list[str] = field(default_factory=list)


def initialize(folder: Path, board: str | None) -> Initialized:
    """Write the project file. Raises LocalFileFailed if there is one already, or if it cannot be written."""
    file = folder / FILE_NAME
    found = _Findings()
    with local_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    if (folder / IGNORE_FILE).is_file():
        found.read.append(IGNORE_FILE)
    _micropico(folder, found)
    _pymakr(folder, found)
    with local_errors(file), open(file, "x", encoding="utf-8", newline="\n") as made:
        made.write(_text(found, board))
    _add_ignored(folder / IGNORE_FILE, found.ignore)
    return Initialized(file, found.read)


def _text(found: _Findings, board: str | None) -> str:
    lines = ["# What goes where. Every key has a default: see docs/sync.md.", ""]
    lines.append(
        f"board = {_quoted(board)}"
        if board
        else '# board = "the board to sync to: an id, an address or a name"'
    )
    lines += [
        'delete = "ask"  # files that are only on the board: "ask", "always" or "never"',
        "on_save = false  # send files as they are saved",
        'after = "nothing"  # or "soft reset", or "run main.py"',
        "",
        "[[sync]]",
        f"source = {_quoted(found.source)}",
        'target = "/"',
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text)  # a JSON string is a basic string of TOML


def _micropico(folder: Path, found: _Findings) -> None:
    """Read the settings of MicroPico, which marks a folder with a file and keeps its settings in the
    workspace's.
    """
    if not (folder / ".micropico").exists():
        return
    found.read.append(".micropico")
    settings = _json(folder / _SETTINGS)
    found.source = _inside(settings.get("micropico.syncFolder"))
    ignored = settings.get("micropico.pyIgnore")
    if isinstance(ignored, list):
        found.ignore += [each for each in ignored if isinstance(each, str)]
    if settings:
        found.read.append(_SETTINGS.as_posix())


def _pymakr(folder: Path, found: _Findings) -> None:
    """Read Pymakr's ``pymakr.conf``, which is JSON."""
    if not (folder / "pymakr.conf").is_file():
        return
    found.read.append("pymakr.conf")
    conf = _json(folder / "pymakr.conf")
    found.source = _inside(conf.get("distDir") or conf.get("sync_folder"))
    ignored = conf.get("py_ignore")
    if isinstance(ignored, list):
        found.ignore += [each for each in ignored if isinstance(each, str)]


def _inside(named: Any) -> str:
    """Return a folder as a path in the project. These tools write a slash before it."""
    source = named.strip("/ ") if isinstance(named, str) else ""
    return source if source and ".." not in source.split("/") else "."


def _json(file: Path) -> dict[str, Any]:
    """Return a JSON object; an empty one if it cannot be read, for instance because settings contain
    comments.
    """
    try:
        table = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return table if isinstance(table, dict) else {}


def _add_ignored(file: Path, lines: list[str]) -> None:
    if not lines:
        return
    with local_errors(file):
        before = file.read_text("utf-8") if file.exists() else ""
        new = [line for line in dict.fromkeys(lines) if line not in before.splitlines()]
        if new:
            separator = "" if not before or before.endswith("\n") else "\n"
            file.write_text(before + separator + "\n".join(new) + "\n", "utf-8", newline="\n")
