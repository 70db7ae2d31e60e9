"""Downloads: complete files only, verified, and never outside the chosen folder."""

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
from jumperwire.filesystem.outgoing import Meter, Progress, Summary, is_temporary

Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class NewFolder:
    """A folder to create. ``within`` is None if the user named its whole path."""

    path: Path
    within: Path | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to read: folders to create, and files."""

    folders: list[NewFolder]
    files: list[Incoming]
    refused: list[PathUnsafe | PathHidden] = field(default_factory=list)
    """For each path that cannot be downloaded, the reason."""


async def find(
    board: Lease,
    path: str,
    target: Path,
    *,
    without: Callable[[str], bool] = lambda _: False,
    hidden: bool = False,
) -> Wanted:
    """Find a file of the board, or everything below a folder, except what must be left out.

    ``hidden``: include folders such as ``.git``, on which programs of the PC act.
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
        if is_temporary(found.name) or without(remote_path) or _is_below(found.name, refused):
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
    """Return an absolute path, whose last part may be what the board calls its folder."""
    return Path(os.path.abspath(target))


def _is_below(name: str, refused: set[str]) -> bool:
    """Return whether a path is in a folder that was refused and has been reported."""
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
    """Read files to their places on the PC.

    Raises LocalFileFailed, TransferCorrupt and the errors of the transfer. If paths were refused, the
    reason for the first one, with the number of ``others``, is raised after everything else has been
    downloaded.
    """
    began = asyncio.get_running_loop().time()
    files = [file for each in wanted for file in each.files]
    folders = [folder for each in wanted for folder in each.folders]
    await asyncio.to_thread(_make_ready, folders, files)
    receiver = Receiver(board.name, files, Meter(tell, len(files), sum(file.size for file in files)))
    try:
        await transfer.receive(board, receiver)
    finally:
        await receiver.aclose()
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
