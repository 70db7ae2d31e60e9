"""The list of packages installed in a folder of a board: a small JSON file beside them, which is not
trusted.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from jumperwire.board.lease import Lease
from jumperwire.errors import FileNotFound, PackageInvalid
from jumperwire.filesystem import remote
from jumperwire.filesystem.outgoing import Outgoing
from jumperwire.packages.manifest import RECORD, check_path

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Installed:
    """One package on a board."""

    name: str
    version: str
    files: tuple[str, ...]
    """Paths relative to the folder."""
    wanted: bool
    """Whether the package was requested, rather than only needed by another one."""
    asked: str = ""
    """The version or the branch that was requested; empty for the newest."""
    index: str = ""
    """The index in which it was found; empty for micropython-lib's."""


async def read(board: Lease, target: str) -> dict[str, Installed]:
    """Return the installed packages by name. A list that cannot be read counts as empty, and is logged."""
    path = f"{target.rstrip('/')}/{RECORD}"
    try:
        data = await remote.read_file(board, path)
    except FileNotFound:
        return {}
    try:
        return {each.name: each for each in _parse(data)}
    except (PackageInvalid, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        log.warning("%s: %s is not readable: %s", board.name, path, error)
        return {}


def record(target: str, packages: Mapping[str, Installed]) -> Outgoing:
    """Return the list as a file to be sent."""
    table = {
        each.name: {"version": each.version, "wanted": each.wanted, "files": list(each.files)}
        | ({"asked": each.asked} if each.asked else {})
        | ({"index": each.index} if each.index else {})
        for each in sorted(packages.values(), key=lambda each: each.name)
    }
    text = json.dumps({"v": 1, "packages": table}, separators=(",", ":"))
    return Outgoing(f"{target.rstrip('/')}/{RECORD}", text.encode())


def owned(packages: Mapping[str, Installed], without: Collection[str] = ()) -> set[str]:
    """Return the files of all packages except those in ``without``."""
    return {file for each in packages.values() if each.name not in without for file in each.files}


def _parse(data: bytes) -> list[Installed]:
    table: dict[str, Any] = json.loads(data)
    found = []
    for name, each in table["packages"].items():
        for path in each["files"]:
            check_path(name, str(path))
        files = tuple(map(str, each["files"]))
        version, asked, index = str(each["version"]), str(each.get("asked", "")), str(each.get("index", ""))
        found.append(Installed(name, version, files, bool(each["wanted"]), asked, index))
    return found
