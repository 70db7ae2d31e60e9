"""Reads a folder of the PC for a ROM image: sources are compiled if wanted, and everything else is taken
as it is.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from jumperwire.errors import LocalFileFailed
from jumperwire.filesystem.local import local_errors
from jumperwire.packages.mpy_cross import Compiler
from jumperwire.packages.rom_image import Entry, File, Folder

Tell: TypeAlias = Callable[[tuple[bool, ...], str], None]
"""Called with each entry before it is read: for it and each folder above it whether it is the last one;
and its name.
"""


async def read(folder: Path, compiler: Compiler | None, tell: Tell = lambda *_: None) -> tuple[Entry, ...]:
    """Return the entries of a folder, sorted by name. A source with a compiled file beside it stays a
    source.

    Raises LocalFileFailed, CompileFailed.
    """
    return await _Reading(compiler, tell).entries(folder, ())


class _Reading:
    def __init__(self, compiler: Compiler | None, tell: Tell) -> None:
        self._compiler = compiler
        self._tell = tell
        self._above: list[Path] = []
        """The folders that are being read, in order to notice a link to one of them."""

    async def entries(self, folder: Path, place: tuple[bool, ...]) -> tuple[Entry, ...]:
        """Return the entries of a folder at this place of the tree."""
        real = await asyncio.to_thread(folder.resolve)
        if real in self._above:
            raise LocalFileFailed(path=str(folder), cause="a link to a folder that it is in")
        self._above.append(real)
        with local_errors(folder):
            names = sorted(await asyncio.to_thread(os.listdir, folder))
        found = [await self._entry(folder / name, (*place, name == names[-1]), {*names}) for name in names]
        self._above.pop()
        return tuple(found)

    async def _entry(self, path: Path, place: tuple[bool, ...], names: set[str]) -> Entry:
        if await asyncio.to_thread(path.is_dir):
            self._tell(place, f"{path.name}/")
            return Folder(path.name, await self.entries(path, place))
        compiled = f"{path.stem}.mpy"
        if self._compiler is None or path.suffix != ".py" or compiled in names:
            self._tell(place, path.name)
            return File(path.name, await _content(path))
        self._tell(place, f"{path.name} -> .mpy")
        return File(compiled, await self._compiler.compile(path, await _content(path)))


async def _content(path: Path) -> bytes:
    with local_errors(path):
        return await asyncio.to_thread(path.read_bytes)
