"""Records the packages installed on a board as a lock, provided that they can be downloaded again
unchanged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from jumperwire.board.lease import Lease
from jumperwire.errors import PackageChanged
from jumperwire.filesystem import remote
from jumperwire.filesystem.outgoing import Outgoing
from jumperwire.filesystem.upload import survey
from jumperwire.packages import installed, mip
from jumperwire.packages.fetching import Fetched, fetch
from jumperwire.packages.installed import Installed
from jumperwire.packages.lock import Lock
from jumperwire.packages.mip import Choice, Leasing
from jumperwire.packages.origin import Kind, Request
from jumperwire.packages.resolving import PY, Package, look
from jumperwire.packages.web import Downloads, Web, together


async def freeze(leasing: Leasing, choice: Choice, *, web: Web | None = None) -> Lock:
    """Look up the installed packages again, and compare them with the board.

    Raises PackageChanged if a file is not the same any more, and the errors of looking packages up.
    """
    web = web or Downloads()
    async with leasing() as board:
        place = await mip.look(board, choice.target)
        there = (await installed.read(board, place.target)).values()
    mpy = place.mpy if _compiled(there) else PY
    packages = await together([_again(web, each, choice.index, mpy) for each in there])
    fetched = await fetch(web, packages)
    async with leasing() as board:
        await _compare(board, place.target, fetched)
    return Lock.of(fetched, place.mpy)


def _compiled(packages: Collection[Installed]) -> bool:
    return any(file.endswith(".mpy") for each in packages for file in each.files)


async def _again(web: Web, package: Installed, index: str, mpy: str) -> Package:
    """Look one package up again: by its version in an index; elsewhere, only by what was originally
    requested.
    """
    request = Request(package.name, package.asked)
    if request.kind is Kind.INDEX:
        request = Request(package.name, package.version)
    return (await look(web, request, package.wanted, package.index or index, mpy)).package


async def _compare(board: Lease, target: str, fetched: Collection[Fetched]) -> None:
    files = {
        f"{target.rstrip('/')}/{file.part.path}": (each.package.name, file.data)
        for each in fetched
        for file in each.files
    }
    surveyed = await survey(board, [Outgoing(path, data) for path, (_, data) in files.items()])
    for path, (package, data) in files.items():
        seen = surveyed.by_path[path]
        if seen and seen.digest is None:
            same = await remote.sha256(board, path) == hashlib.sha256(data).digest()
        else:
            same = seen is not None and seen.digest == Outgoing(path, data).digest
        if not same:
            raise PackageChanged(package=package, path=path, board=board.name)
