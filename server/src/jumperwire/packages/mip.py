"""Installs, lists and uninstalls packages on a board, which is leased only while something is done on it.

Nothing is changed until everything has been downloaded and checked; then all files go in one upload.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from jumperwire.board.lease import Lease
from jumperwire.device import reply, script
from jumperwire.errors import NoLibraryFolder, PackageInvalid, PackageNotInstalled, ProtocolBroken
from jumperwire.filesystem import remote
from jumperwire.filesystem.calls import call
from jumperwire.filesystem.outgoing import Outgoing, Progress, Summary
from jumperwire.filesystem.upload import survey, upload
from jumperwire.packages import installed, lock, origin
from jumperwire.packages.fetching import Fetched, fetch
from jumperwire.packages.installed import Installed
from jumperwire.packages.resolving import PY, resolve
from jumperwire.packages.web import Downloads, Web

Leasing: TypeAlias = Callable[[], AbstractAsyncContextManager[Lease]]
Tell: TypeAlias = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Choice:
    """How to install."""

    index: str = origin.INDEX
    target: str = ""
    """A folder of the board; empty for the first folder in which it looks for libraries."""
    mpy: bool = True
    """Whether to prefer compiled files, if the index has them and the board can load them."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a board says about its libraries."""

    target: str
    mpy: str
    """The version of compiled files that it loads, or ``py`` for sources only."""


@dataclass(frozen=True, slots=True)
class Installation:
    """The result of an installation."""

    target: str
    packages: list[Installed]
    unchanged: list[str]
    """Files that the board already had."""
    removed: list[str]
    """Files of older versions that were deleted."""
    summary: Summary


async def install(
    leasing: Leasing,
    names: Sequence[str],
    choice: Choice = Choice(),
    *,
    lock_file: Path | None = None,
    web: Web | None = None,
    tell: Tell = lambda _: None,
) -> Installation:
    """Install packages with all their dependencies, and record the installation in ``lock_file`` if one
    is given.

    Raises PackageUnknown, PackageInvalid, PackageCorrupt, DownloadFailed, NoLibraryFolder, and the errors
    of `upload`.
    """
    if not names:
        raise PackageInvalid(package="", reason="no package was named")
    web = web or Downloads()
    requests = [origin.parse(name) for name in names]
    async with leasing() as board:
        place = await look(board, choice.target)
    mpy = place.mpy if choice.mpy else PY
    fetched = await fetch(web, await resolve(web, requests, index=choice.index, mpy=mpy))
    async with leasing() as board:
        done = await put(board, place.target, fetched, tell)
    if lock_file:
        await asyncio.to_thread(lock.write, lock_file, lock.Lock.of(fetched, mpy))
    return done


async def repeat(
    leasing: Leasing,
    lock_file: Path,
    choice: Choice = Choice(),
    *,
    web: Web | None = None,
    tell: Tell = lambda _: None,
) -> Installation:
    """Install exactly what the lock records. Raises the errors of `install`."""
    locked = await asyncio.to_thread(lock.read, lock_file)
    async with leasing() as board:
        place = await look(board, choice.target)
    if locked.mpy not in (PY, place.mpy):
        reason = f"it is for boards that load version {locked.mpy} of compiled files, not {place.mpy}"
        raise PackageInvalid(package=str(lock_file), reason=reason)
    fetched = await fetch(web or Downloads(), locked.packages)
    async with leasing() as board:
        return await put(board, place.target, fetched, tell)


async def look(board: Lease, target: str = "") -> Place:
    """Return where the board looks for libraries, and which version it loads. Raises NoLibraryFolder."""
    execution = await call(board, script.call("libraries"))
    remote.check(board, target or "/lib", execution)
    try:
        number, paths = reply.libraries(execution.output)
    except reply.BadReply as error:
        raise ProtocolBroken(board=board.name, expected="sys.path", heard=str(error)) from error
    mpy = str(number & 0xFF) if number & 0xFF else PY
    if target:
        return Place("/" + target.strip("/"), mpy)
    found = [path for path in paths if path.endswith("/lib") and not path.startswith("/rom")]
    if not found:
        raise NoLibraryFolder(board=board.name)
    return Place(found[0], mpy)


async def put(
    board: Lease, target: str, fetched: Sequence[Fetched], tell: Tell = lambda _: None
) -> Installation:
    """Put packages on the board, and delete what older versions of them left."""
    files = {
        (path := _path(target, file.part.path)): Outgoing(path, file.data)
        for each in fetched
        for file in each.files
    }
    before = await installed.read(board, target)
    now = {**before, **{each.package.name: _noted(each, before) for each in fetched}}
    outgoing = [*files.values(), installed.record(target, now)]
    surveyed = await survey(board, outgoing)
    unchanged = [
        path
        for path, file in files.items()
        if (seen := surveyed.by_path[path]) and seen.digest == file.digest
    ]
    summary = await upload(board, outgoing, tell, surveyed=surveyed)
    removed = await _remove(board, target, installed.owned(before) - installed.owned(now))
    return Installation(target, [now[each.package.name] for each in fetched], unchanged, removed, summary)


async def listed(leasing: Leasing, target: str = "") -> list[Installed]:
    """Return the installed packages, sorted by name."""
    async with leasing() as board:
        place = await look(board, target)
        return sorted((await installed.read(board, place.target)).values(), key=lambda each: each.name)


async def uninstall(leasing: Leasing, name: str, target: str = "") -> list[str]:
    """Delete the files of a package that no other package has, and folders that are then empty; return
    the files' paths.

    Raises PackageNotInstalled. Packages that it depended on stay.
    """
    async with leasing() as board:
        place = await look(board, target)
        before = await installed.read(board, place.target)
        if name not in before:
            raise PackageNotInstalled(package=name, board=board.name, target=place.target)
        now = {each: package for each, package in before.items() if each != name}
        removed = await _remove(board, place.target, installed.owned(before) - installed.owned(now))
        await upload(board, [installed.record(place.target, now)])
        return removed


def _noted(fetched: Fetched, before: dict[str, Installed]) -> Installed:
    package = fetched.package
    there = before.get(package.name)
    wanted = package.wanted or bool(there and there.wanted)
    files = tuple(file.part.path for file in fetched.files)
    return Installed(package.name, package.version, files, wanted, package.asked, package.index)


async def _remove(board: Lease, target: str, names: Collection[str]) -> list[str]:
    paths = sorted(_path(target, name) for name in names)
    if not paths:
        return []
    seen, _ = await remote.survey(board, paths)
    there = [path for path, file in zip(paths, seen, strict=True) if file]
    await remote.remove_all(board, there)
    left = {_path(target, entry.name): entry.folder for entry in await remote.walk(board, target)}
    await remote.remove_all(board, list(_empty(target, there, left)))
    return there


def _empty(target: str, removed: Iterable[str], left: dict[str, bool]) -> Iterable[str]:
    """Yield folders of removed files in which nothing is left, subfolders first."""
    folders = {path.rpartition("/")[0] for path in removed}
    while folders:
        deepest = max(folders, key=lambda folder: (folder.count("/"), folder))
        folders.remove(deepest)
        if len(deepest) <= len(target.rstrip("/")) or any(path.startswith(f"{deepest}/") for path in left):
            continue
        if left.pop(deepest, False):
            yield deepest
        folders.add(deepest.rpartition("/")[0])


def _path(target: str, name: str) -> str:
    return f"{target.rstrip('/')}/{name}"
