"""Download: whole files only, verified, and never outside of the folder that was meant."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jumperwire.board.lease import Lease
from jumperwire.errors import PathUnsafe
from jumperwire.filesystem import ladder, local, remote
from jumperwire.filesystem.incoming import Incoming, Receiver
from jumperwire.filesystem.outgoing import Meter, Progress, Summary

Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be read: folders to make, and files."""

    folders: list[Path]
    files: list[Incoming]


async def find(
    board: Lease, path: str, target: Path, *, without: Callable[[str], bool] = lambda _: False
) -> Wanted:
    """A file of the board, or all that is below a folder of it, but for paths that are to be left out.

    Raises PathUnsafe before anything is read.
    """
    entry = await remote.stat(board, path)
    if not entry.folder:
        return Wanted([], [Incoming(path, entry.size, target)])
    wanted = Wanted([target], [])
    taken: dict[str, str] = {}
    for found in await remote.walk(board, path):
        remote_path = f"{path.rstrip('/')}/{found.name}"
        if without(remote_path):
            continue
        where = local.below(target, found.name, taken)
        if found.folder:
            wanted.folders.append(where)
        else:
            wanted.files.append(Incoming(remote_path, found.size, where))
    return wanted


async def download(board: Lease, wanted: Sequence[Wanted], tell: Tell = lambda _: None) -> Summary:
    """Read files into their places. Raises LocalFileFailed, TransferCorrupt, and what the ladder raises."""
    began = asyncio.get_running_loop().time()
    files = [file for each in wanted for file in each.files]
    for folder in (folder for each in wanted for folder in each.folders):
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise PathUnsafe(path=str(folder), reason="something else is there, not a folder")
        with local.local_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
    receiver = Receiver(board.name, files, Meter(tell, len(files), sum(file.size for file in files)))
    try:
        await ladder.receive(board, receiver)
    finally:
        receiver.discard()
    return Summary(files=receiver.done, size=receiver.size, seconds=asyncio.get_running_loop().time() - began)
