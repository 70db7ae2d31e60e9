"""A package.json: the files of a package and its dependencies.

Like everything from the web, it is not trusted.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from jumperwire.errors import PackageInvalid

RECORD = ".jumperwire-packages.json"
"""The list of packages on the board, which no package may overwrite."""

_MOST = 2000
"""The largest number of files, or of dependencies."""

_LONGEST_NAME = 255
_SHORT = re.compile(r"[0-9a-f]{8,64}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents of one package.json."""

    version: str
    hashes: list[tuple[str, str]]
    """Paths below the target, each with the beginning of the SHA-256 of the file in the index."""
    urls: list[tuple[str, str]]
    """Paths below the target, each with the address of the file."""
    deps: list[tuple[str, str]]
    """Names and versions."""


def parse(package: str, data: bytes) -> Manifest:
    """Parse a package.json. Raises PackageInvalid."""
    try:
        table = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise PackageInvalid(package=package, reason="its package.json is no JSON") from error
    if not isinstance(table, dict):
        raise PackageInvalid(package=package, reason="its package.json holds no object")
    if table.get("v", 1) not in (1, 2):
        raise PackageInvalid(package=package, reason=f"its package.json is of version {table['v']!r}")
    manifest = Manifest(
        str(table.get("version", "")),
        _pairs(package, table, "hashes"),
        _pairs(package, table, "urls"),
        _pairs(package, table, "deps"),
    )
    for path, short in manifest.hashes:
        if not _SHORT.fullmatch(short):
            raise PackageInvalid(package=package, reason=f"{short!r} is no hash of {path!r}")
    for path, _ in (*manifest.hashes, *manifest.urls):
        check_path(package, path)
    return manifest


def check_path(package: str, path: str) -> None:
    """Raise PackageInvalid unless ``path`` is a plain path below the target."""
    for part in path.split("/"):
        if part in ("", ".", "..") or re.search(r"[\x00-\x1f\\\ud800-\udfff]", part):
            raise PackageInvalid(package=package, reason=f"{path!r} is no path in a folder")
        if len(part.encode()) > _LONGEST_NAME:
            raise PackageInvalid(package=package, reason=f"{path!r} is too long")
    if path.casefold() == RECORD:
        raise PackageInvalid(package=package, reason=f"{path!r} is not a package's to write")


def _pairs(package: str, table: dict[str, Any], key: str) -> list[tuple[str, str]]:
    listed = table.get(key, [])
    if not isinstance(listed, list) or len(listed) > _MOST:
        raise PackageInvalid(package=package, reason=f"{key} is not a list of at most {_MOST}")
    for pair in listed:
        if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(each, str) for each in pair):
            raise PackageInvalid(package=package, reason=f"{key} does not hold pairs of texts")
    return [(first, second) for first, second in listed]
