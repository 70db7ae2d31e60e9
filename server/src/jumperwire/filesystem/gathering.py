"""Reads files and folders of the PC for an upload, in threads, and no more than the board can hold."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from jumperwire.board.lease import Lease
from jumperwire.device.reply import Space
from jumperwire.errors import FileNotFound, FileOperationFailed, FileSystemFull
from jumperwire.filesystem import local, remote
from jumperwire.filesystem.local import LocalTree
from jumperwire.filesystem.outgoing import Outgoing, Summary
from jumperwire.filesystem.upload import Tell, upload

_SMALL = 4 << 20
"""Bytes that are read without a question about the board's size, which costs a round trip."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is to be sent, before it is read: folders, files, and the total size of the files in bytes."""

    folders: list[str]
    trees: list[LocalTree]
    size: int


async def upload_from(
    lease: AbstractAsyncContextManager[Lease],
    sources: Sequence[tuple[Path, str]],
    tell: Tell = lambda _: None,
) -> Summary:
    """Send files, and folders with everything in them, each to its path on the board.

    They are found before the board is leased, and read afterwards. Raises LocalFileFailed and the errors
    of `upload`.
    """
    found = await asyncio.to_thread(_look, sources)
    async with lease as board:
        if found.size > _SMALL:
            await _ensure_it_can_fit(board, found)
        files = await asyncio.to_thread(_read, found.trees)
        return await upload(board, files, tell, folders=found.folders)


def _look(sources: Iterable[tuple[Path, str]]) -> Gathered:
    trees = [local.tree(path, target) for path, target in sources]
    folders = dict.fromkeys(folder for tree in trees for folder in tree.folders)
    return Gathered(list(folders), trees, sum(local.size(file.path) for tree in trees for file in tree.files))


def _read(trees: Iterable[LocalTree]) -> list[Outgoing]:
    files = {
        file.remote: Outgoing(file.remote, local.read(file.path)) for tree in trees for file in tree.files
    }
    return list(files.values())


async def _ensure_it_can_fit(board: Lease, found: Gathered) -> None:
    """Raise FileSystemFull if the files would not even fit on the empty file systems that they go to."""
    targets = [file.remote for tree in found.trees for file in tree.files]
    systems = [await _space(board, place) for place in sorted({_first_folder(path) for path in targets})]
    if found.size > (room := sum(system.total for system in systems)):
        free = sum(system.free for system in systems)
        raise FileSystemFull(
            board=board.name,
            path=targets[0] if len(targets) == 1 else (found.folders or ["/"])[0],
            needed=found.size,
            free=free,
            missing=found.size - min(free, room),
        )


async def _space(board: Lease, place: str) -> Space:
    try:
        return await remote.space(board, place)
    except (FileNotFound, FileOperationFailed):  # it does not exist yet, so it will be in the root
        return await remote.space(board, "/")


def _first_folder(path: str) -> str:
    """Return the first folder of a path, which may be a different file system from the root."""
    first, slash, _ = path.lstrip("/").partition("/")
    return f"/{first}" if slash else "/"
