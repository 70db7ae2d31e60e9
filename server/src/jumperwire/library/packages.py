"""Packages on a board, for programs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TypeAlias

from jumperwire.board.lease import Lease
from jumperwire.filesystem.outgoing import Progress
from jumperwire.library.options import LocalPath
from jumperwire.packages import freezing, mip
from jumperwire.packages import lock as locks
from jumperwire.packages.installed import Installed
from jumperwire.packages.mip import Choice, Installation
from jumperwire.packages.origin import INDEX

Listed: TypeAlias = list[Installed]
Paths: TypeAlias = list[str]


class Packages:
    """`Board.packages`. The board is free for others while something is downloaded."""

    def __init__(self, lease: Callable[[], AbstractAsyncContextManager[Lease]]) -> None:
        self._lease = lease

    async def install(
        self,
        *names: str,
        index: str = INDEX,
        target: str = "",
        mpy: bool = True,
        lock: LocalPath | None = None,
        on_progress: Callable[[Progress], object] = lambda _: None,
    ) -> Installation:
        """Install packages with all their dependencies. Nothing is changed unless everything is
        available.

        A name is one of the index (``aioble``, ``aioble@0.6``), ``github:user/repository@branch`` (also
        ``gitlab:`` and ``codeberg:``), the address of a package.json or a file, or a package.json of the
        PC. ``target``: a folder of the board; by default the first in which it looks for libraries.
        ``mpy=False``: install sources instead of compiled files. ``lock``: a file that records the
        installation; without names, the installation recorded in it is repeated.

        Raises PackageUnknown, PackageInvalid, PackageCorrupt, DownloadFailed, NoLibraryFolder.
        """
        choice = Choice(index, target, mpy)
        file = Path(lock) if lock else None

        def tell(progress: Progress) -> None:
            on_progress(progress)

        if file and not names:
            return await mip.repeat(self._lease, file, choice, tell=tell)
        return await mip.install(self._lease, names, choice, lock_file=file, tell=tell)

    async def freeze(self, lock: LocalPath, *, index: str = INDEX, target: str = "") -> None:
        """Record what is installed, so that `install` can repeat it.

        Raises PackageChanged if a package cannot be downloaded again as it is on the board.
        """
        frozen = await freezing.freeze(self._lease, Choice(index, target))
        await asyncio.to_thread(locks.write, Path(lock), frozen)

    async def list(self, target: str = "") -> Listed:
        """Return the installed packages, sorted by name."""
        return await mip.listed(self._lease, target)

    async def uninstall(self, name: str, target: str = "") -> Paths:
        """Delete the files of a package that no other one has, and return their paths.

        Raises PackageNotInstalled.
        """
        return await mip.uninstall(self._lease, name, target)
