"""Download: whole files only, verified, and never outside of the folder that was meant."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jumperwire import atomic
from jumperwire.board.lease import Lease
from jumperwire.errors import PathHidden, PathUnsafe
from jumperwire.filesystem import local, remote, transfer
from jumperwire.filesystem.incoming import Incoming, Receiver
from jumperwire.filesystem.outgoing import Meter, Progress, Summary

Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class NewFolder:
    """A folder to make; None of ``within`` where a person named all of the path."""

    path: Path
    within: Path | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be read: folders to make, and files."""

    folders: list[NewFolder]
    files: list[Incoming]
    refused: list[PathUnsafe | PathHidden] = field(default_factory=list)
    """Why some of what is there cannot be had: PathUnsafe or PathHidden for each."""


async def find(
    board: Lease,
    path: str,
    target: Path,
    *,
    without: Callable[[str], bool] = lambda _: False,
    hidden: bool = False,
) -> Wanted:
    """A file of the board, or all that is below a folder of it, but for paths that are to be left out.

    ``hidden``: also what is in folders such as ``.git``, where programs of the PC act on it.
    """
    entry = await remote.stat(board, path)
    if not entry.folder:
        return Wanted([], [Incoming(path, entry.size, target)])
    target = _absolute(target)
    wanted = Wanted([NewFolder(target, target.parent)], [])
    taken: dict[str, str] = {}
    refused: set[str] = set()
    for found in await remote.walk(board, path):
        remote_path = f"{path.rstrip('/')}/{found.name}"
        if without(remote_path) or _is_below(found.name, refused):
            continue
        try:
            if not hidden:
                _ensure_not_hidden(found.name, folder=found.folder)
            where = local.below(target, found.name, taken)
        except (PathUnsafe, PathHidden) as error:
            refused.add(found.name)
            wanted.refused.append(error)
            continue
        if found.folder:
            wanted.folders.append(NewFolder(where, target.parent))
        else:
            wanted.files.append(Incoming(remote_path, found.size, where, target.parent))
    return wanted


def _absolute(target: Path) -> Path:
    """One that has a parent: what the board calls its folder may be the last part of it."""
    return Path(os.path.abspath(target))


def _is_below(name: str, refused: set[str]) -> bool:
    """Whether a path is in a folder that was refused, and which was told."""
    above = name.rpartition("/")[0]
    while above:
        if above in refused:
            return True
        above = above.rpartition("/")[0]
    return False


def _ensure_not_hidden(name: str, *, folder: bool) -> None:
    if which := local.hidden(f"{name}/" if folder else name):
        raise PathHidden(path=name, folder=which)


async def download(board: Lease, wanted: Sequence[Wanted], tell: Tell = lambda _: None) -> Summary:
    """Read files into their places.

    Raises LocalFileFailed, TransferCorrupt, and what the transfer raises; and when all the others are there,
    why the first of those that were refused is not, with the number of ``others``.
    """
    began = asyncio.get_running_loop().time()
    files = [file for each in wanted for file in each.files]
    folders = [folder for each in wanted for folder in each.folders]
    await asyncio.to_thread(_make_ready, folders, files)
    receiver = Receiver(board.name, files, Meter(tell, len(files), sum(file.size for file in files)))
    try:
        await transfer.receive(board, receiver)
    finally:
        receiver.discard()
    refused = [error for each in wanted for error in each.refused]
    if refused:
        first = refused[0]
        first.others = len(refused) - 1 or None
        raise first
    return Summary(files=receiver.done, size=receiver.size, seconds=asyncio.get_running_loop().time() - began)


def _make_ready(folders: Sequence[NewFolder], files: Sequence[Incoming]) -> None:
    for folder in folders:
        with local.local_errors(folder.path):
            atomic.make_folder(folder.path, folder.within)
    for place in {file.path.parent for file in files}:
        with local.local_errors(place):
            atomic.sweep(place)
