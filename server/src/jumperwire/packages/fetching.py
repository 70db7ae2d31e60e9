"""Downloads and checks the files of packages: either all of them, or an error."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from jumperwire.errors import PackageCorrupt, PackageInvalid
from jumperwire.packages.resolving import Package, Part, read
from jumperwire.packages.web import Web, together

_LARGEST = 64 << 20
"""The limit for one installation, in bytes. No board has more space."""


@dataclass(frozen=True, slots=True)
class Content:
    """A file of a package with its content."""

    part: Part
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A package with the contents of its files."""

    package: Package
    files: list[Content]


async def fetch(web: Web, packages: Sequence[Package]) -> list[Fetched]:
    """Download several files at a time.

    Raises DownloadFailed, LocalFileFailed, PackageCorrupt, PackageInvalid.
    """
    fetched = await together([_package(web, package) for package in packages])
    owners: dict[str, tuple[str, Content]] = {}
    size = 0
    for each in fetched:
        for file in each.files:
            size += len(file.data)
            owner, other = owners.setdefault(file.part.path.casefold(), (each.package.name, file))
            if (other.part.path, other.data) != (file.part.path, file.data):
                reason = f"its {file.part.path} would replace that of {owner}"
                raise PackageInvalid(package=each.package.name, reason=reason)
    if size > _LARGEST:
        raise PackageInvalid(package=packages[0].name, reason=f"it takes {size} bytes")
    return fetched


async def _package(web: Web, package: Package) -> Fetched:
    return Fetched(package, await together([_file(web, package, part) for part in package.parts]))


async def _file(web: Web, package: Package, part: Part) -> Content:
    data = await read(web, part.place)
    if not hashlib.sha256(data).hexdigest().startswith(part.digest):
        raise PackageCorrupt(package=package.name, path=part.path, url=part.place)
    return Content(part, data)
