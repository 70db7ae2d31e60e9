"""What an index has: its list of packages, read as untrusted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from jumperwire.errors import PackageInvalid
from jumperwire.packages.origin import INDEX
from jumperwire.packages.web import Web


@dataclass(frozen=True, slots=True)
class Entry:
    """A package of an index."""

    name: str
    version: str
    description: str


async def search(web: Web, text: str = "", index: str = INDEX) -> list[Entry]:
    """The packages whose name or description has all the words, those named so first.

    Raises DownloadFailed, PackageInvalid.
    """
    words = text.casefold().split()
    found = [
        entry
        for entry in _entries(await web.get(f"{index.rstrip('/')}/index.json"), index)
        if _has(entry, words)
    ]
    return sorted(
        found, key=lambda entry: (not all(word in entry.name.casefold() for word in words), entry.name)
    )


def _has(entry: Entry, words: list[str]) -> bool:
    told = f"{entry.name} {entry.description}".casefold()
    return all(word in told for word in words)


def _entries(data: bytes, index: str) -> list[Entry]:
    try:
        listed: list[dict[str, Any]] = json.loads(data)["packages"]
        return [
            Entry(str(each["name"]), str(each.get("version", "")), str(each.get("description", "")))
            for each in listed
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PackageInvalid(package=index, reason="its list of packages cannot be read") from error
