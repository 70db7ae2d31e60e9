"""Searches the list of packages of an index, which is not trusted."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
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


FRESH = 300.0
"""Seconds for which a downloaded list is used: while a user types a name, every letter causes a search."""


class Catalog:
    """The lists of indexes, each of which is downloaded again only now and then."""

    def __init__(self, web: Web, clock: Callable[[], float] = time.monotonic) -> None:
        self._web = web
        self._clock = clock
        self._known: dict[str, tuple[float, list[Entry]]] = {}

    async def search(self, text: str = "", index: str = INDEX) -> list[Entry]:
        """Return the packages whose name or description contains all the words; matches in names come
        first.

        Raises DownloadFailed, PackageInvalid. After a failure, the next search tries again.
        """
        read, entries = self._known.get(index, (0.0, []))
        if not entries or self._clock() - read > FRESH:
            entries = await _read(self._web, index)
            self._known = {index: (self._clock(), entries)}  # nobody searches two indexes for long
        return _matching(entries, text)


async def _read(web: Web, index: str) -> list[Entry]:
    return _entries(await web.get(f"{index.rstrip('/')}/index.json"), index)


def _matching(entries: Iterable[Entry], text: str) -> list[Entry]:
    words = text.casefold().split()
    found = [entry for entry in entries if _has(entry, words)]
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
