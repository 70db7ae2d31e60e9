"""The names of packages, and where their files are: in an index, on a source code host, or on the PC.

The forms of names are those of mpremote.
"""

from __future__ import annotations

import os
import posixpath
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import quote

from jumperwire.errors import PackageInvalid

INDEX = "https://micropython.org/pi/v2"
"""The index of micropython-lib."""

_HOSTS = {
    "codeberg:": "https://codeberg.org/api/v1/repos/{}/{}/raw/{path}?ref={ref}",
    "github:": "https://raw.githubusercontent.com/{}/{}/{ref}/{path}",
    "gitlab:": "https://gitlab.com/{}/{}/-/raw/{ref}/{path}",
}
_WEB = ("http://", "https://")
_REMOTE = (*_WEB, *_HOSTS)
_FILES = (".py", ".mpy")


class Kind(Enum):
    """Where a package comes from."""

    INDEX = auto()
    REMOTE = auto()
    """A package.json somewhere on the web."""
    FILE = auto()
    """One file on the web."""
    LOCAL = auto()
    """A package.json of the PC."""


@dataclass(frozen=True, slots=True)
class Request:
    """A requested package; an empty version means the newest."""

    name: str
    version: str = ""

    @property
    def kind(self) -> Kind:
        """Where the package comes from, judged by the form of its name."""
        if self.name.startswith(_REMOTE):
            return Kind.FILE if self.name.endswith(_FILES) else Kind.REMOTE
        return Kind.LOCAL if self.name.endswith(".json") else Kind.INDEX

    @property
    def manifest(self) -> str:
        """The place of its package.json, in the form of a name; for packages of an index see `in_index`."""
        if self.kind is Kind.REMOTE and not self.name.endswith(".json"):
            return f"{self.name.rstrip('/')}/package.json"
        return self.name


def parse(text: str) -> Request:
    """Parse ``name``, ``name@version``, ``github:user/repository@branch``, an address, or the path of a
    local file.
    """
    text = text.strip()
    start = text.find("/", text.find("//") + 2) if text.startswith(_WEB) else 0  # skips user@host
    at = text.find("@", max(start, 0))
    name, version = (text[:at], text[at + 1 :]) if at >= 0 else (text, "")
    if not name:
        raise PackageInvalid(package=text, reason="it has no name")
    return Request(name, version)


def in_index(index: str, request: Request, mpy: str) -> str:
    """Return an index's address of a package.json. ``mpy`` is the version of compiled files, or ``py``."""
    name, version = quote(request.name, safe=""), quote(request.version or "latest", safe="")
    return f"{index.rstrip('/')}/package/{mpy}/{name}/{version}.json"


def by_hash(index: str, short: str) -> str:
    """Return an index's address of a file."""
    return f"{index.rstrip('/')}/file/{short[:2]}/{short}"


def beside(manifest: str, place: str) -> str:
    """Return the place of a file that a package.json names, in the form of a name.

    A package.json on the web can only lead to the web: it never causes a file of the PC to be read.
    """
    if place.startswith(_REMOTE):
        return place
    if manifest.startswith(_REMOTE):
        return f"{manifest.rpartition('/')[0]}/{place}"
    return os.path.join(os.path.dirname(manifest), place)


def is_remote(place: str) -> bool:
    """Return whether a place is on the web."""
    return place.startswith(_REMOTE)


def address(place: str, version: str = "") -> str:
    """Return the web address of a place, such as ``github:…``. Raises PackageInvalid."""
    host = next((host for host in _HOSTS if place.startswith(host)), None)
    if host is None:
        return place
    user, _, rest = place[len(host) :].partition("/")
    repository, _, path = rest.partition("/")
    path = posixpath.normpath(path)
    if not user or not repository or path.split("/")[0] == "..":
        raise PackageInvalid(package=place, reason=f"expected {host}<user>/<repository>/<path>")
    return _HOSTS[host].format(user, repository, path=quote(path), ref=quote(version or "HEAD", safe="/"))
