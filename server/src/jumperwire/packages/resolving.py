"""From requested packages to all files that they need, including those of their dependencies."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jumperwire.errors import DownloadFailed, LocalFileFailed, PackageInvalid, PackageUnknown
from jumperwire.filesystem import local
from jumperwire.packages import manifest as manifests
from jumperwire.packages import origin
from jumperwire.packages.manifest import Manifest
from jumperwire.packages.origin import INDEX, Kind, Request
from jumperwire.packages.web import Web, together

PY = "py"
"""Stands for sources, in place of a version of compiled files."""

_MOST = 200
"""The largest number of packages in one installation."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a package: its path below the target, and where it comes from."""

    path: str
    place: str
    digest: str = ""
    """The beginning of its SHA-256, if that is known."""


@dataclass(frozen=True, slots=True)
class Package:
    """One package with its files."""

    name: str
    version: str
    parts: list[Part]
    wanted: bool
    """Whether the package was requested, rather than only needed by another one."""
    asked: str = ""
    """The version or the branch that was requested; empty for the newest."""
    index: str = ""
    """The index in which it was found; empty for micropython-lib's."""


@dataclass(frozen=True, slots=True)
class Found:
    """A package and its dependencies."""

    package: Package
    deps: list[Request]


async def resolve(
    web: Web, requests: Sequence[Request], *, index: str = INDEX, mpy: str = PY
) -> list[Package]:
    """Return the packages, each before its dependencies. Of two versions of a package, the first is used.

    Raises PackageUnknown, PackageInvalid, DownloadFailed, LocalFileFailed.
    """
    found: dict[str, Found] = {}
    level = [(request, True) for request in requests]
    while level:
        new = {request.name: (request, wanted) for request, wanted in reversed(level)}
        pending = [new[name] for name in reversed(new) if name not in found]
        if len(found) + len(pending) > _MOST:
            raise PackageInvalid(package=requests[0].name, reason=f"it takes more than {_MOST} packages")
        looked = await together([look(web, request, wanted, index, mpy) for request, wanted in pending])
        found.update({each.package.name: each for each in looked})
        level = [(request, False) for each in looked for request in each.deps]
    return list(_in_order(found, [request.name for request in requests]))


def _in_order(found: Mapping[str, Found], names: Sequence[str]) -> Iterator[Package]:
    pending, done = list(reversed(names)), set()
    while pending:
        name = pending.pop()
        if name not in done:
            done.add(name)
            yield found[name].package
            pending += [dep.name for dep in reversed(found[name].deps)]


async def look(web: Web, request: Request, wanted: bool, index: str, mpy: str) -> Found:
    """Look up one package. Raises the errors of `resolve`."""
    if request.kind is Kind.FILE:
        path = request.name.rpartition("/")[2]
        manifests.check_path(request.name, path)
        part = Part(path, origin.address(request.name, request.version))
        return Found(Package(request.name, request.version, [part], wanted, request.version), [])
    if request.kind is Kind.INDEX:
        place = origin.in_index(index, request, mpy)
    else:
        place = origin.address(request.manifest, request.version)
    manifest = manifests.parse(request.name, await _read(web, request, place, index))
    deps = [Request(name, version) for name, version in manifest.deps]
    if request.kind is not Kind.LOCAL and any(dep.kind is Kind.LOCAL for dep in deps):
        raise PackageInvalid(package=request.name, reason="it depends on a file of this computer")
    base = place if request.kind is Kind.INDEX else request.manifest
    version = manifest.version or request.version
    parts = list(_parts(manifest, base, request.version, index))
    named = "" if index == INDEX else index
    return Found(Package(request.name, version, parts, wanted, request.version, named), deps)


def _parts(manifest: Manifest, base: str, version: str, index: str) -> Iterator[Part]:
    for path, short in manifest.hashes:
        yield Part(path, origin.by_hash(index, short), short)
    for path, url in manifest.urls:
        yield Part(path, origin.address(origin.beside(base, url), version))


async def _read(web: Web, request: Request, place: str, index: str) -> bytes:
    try:
        return await read(web, place)
    except DownloadFailed as error:
        if error.status != 404:
            raise
        where = index if request.kind is Kind.INDEX else place
        raise PackageUnknown(package=request.name, version=request.version, index=where) from error


async def read(web: Web, place: str) -> bytes:
    """Return the content at an address, or of a local file. Raises DownloadFailed, LocalFileFailed."""
    if origin.is_remote(place):
        return await web.get(place)
    if "\\" in place and "/" not in place:
        raise LocalFileFailed(path=place, cause='write it with "/"')
    return await asyncio.to_thread(local.read, Path(place))
