"""Upload: look what is there, see that it fits, send what differs, whole files only."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from jumperwire import config
from jumperwire.board.lease import Lease
from jumperwire.device import reply
from jumperwire.device.reply import Survey
from jumperwire.errors import FileSystemFull, ReadOnly
from jumperwire.filesystem import ladder, local, remote
from jumperwire.filesystem.contents import Contents
from jumperwire.filesystem.local import LocalTree
from jumperwire.filesystem.outgoing import Meter, Outgoing, Progress, Summary

log = logging.getLogger(__name__)

Tell = Callable[[Progress], None]


def gather(trees: Iterable[LocalTree]) -> tuple[list[str], list[Outgoing]]:
    """The folders, and the files with their contents. Raises LocalFileFailed."""
    folders: dict[str, None] = {}
    files: dict[str, Outgoing] = {}
    for tree in trees:
        folders.update(dict.fromkeys(tree.folders))
        files.update({file.remote: Outgoing(file.remote, local.read(file.path)) for file in tree.files})
    return list(folders), list(files.values())


async def upload(
    board: Lease, files: Sequence[Outgoing], tell: Tell = lambda _: None, *, folders: Iterable[str] = ()
) -> Summary:
    """Have these files on the board. Those whose content is there already are not sent.

    A file is whole at every moment: the old content, or the new one. Raises FileSystemFull (before
    anything is sent, where it can be known), ReadOnly, TransferCorrupt, and what the ladder raises.
    """
    began = asyncio.get_running_loop().time()
    surveyed = await survey(board, files)
    changed = [file for file in files if not _same(file, surveyed.by_path[file.path])]
    size = sum(len(file.data) for file in changed)
    if changed:
        _ensure_room(board, changed, surveyed)
    new = (file.path for file in changed if surveyed.by_path[file.path] is None)
    await _make_folders(board, [*folders, *local.parents(new)])
    if changed:
        contents = Contents(config.cache_dir() / "sent")
        changed = await asyncio.to_thread(_with_old, changed, surveyed, contents)
        await ladder.send(board, changed, Meter(tell, len(changed), size))
        await asyncio.to_thread(contents.keep, changed)
    return Summary(
        files=len(changed),
        unchanged=len(files) - len(changed),
        size=size,
        seconds=asyncio.get_running_loop().time() - began,
    )


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What is at the targets, and the file systems that they are on, by their first folder."""

    by_path: dict[str, Survey | None]
    systems: dict[str, reply.FileSystem]


async def survey(board: Lease, files: Sequence[Outgoing]) -> Surveyed:
    """One exec for all."""
    places = ["/", *sorted({place for file in files if (place := _place(file.path)) != "/"})]
    paths = [file.path for file in files]
    seen, systems = await remote.survey(board, paths, places)
    by_place = {place: system for place, system in zip(places, systems, strict=False) if system is not None}
    return Surveyed(dict(zip(paths, seen, strict=True)), by_place)


def _with_old(files: Sequence[Outgoing], surveyed: Surveyed, contents: Contents) -> list[Outgoing]:
    """The same files, knowing what is on the board, where that was sent from here."""
    seen = (surveyed.by_path[file.path] for file in files)
    return [
        replace(file, old=contents.get(there.digest) if there and there.digest else None)
        for file, there in zip(files, seen, strict=True)
    ]


def _same(file: Outgoing, seen: Survey | None) -> bool:
    return seen is not None and seen.digest == file.digest


def _place(path: str) -> str:
    """The first folder of a path: what may be another file system than the root."""
    first, slash, _ = path.lstrip("/").partition("/")
    return f"/{first}" if slash else "/"


def _ensure_room(board: Lease, changed: Sequence[Outgoing], surveyed: Surveyed) -> None:
    """Each file needs room beside the old one, which goes when the new one is whole."""
    old = surveyed.by_path
    free: dict[str, int] = {}
    short: dict[str, int] = {}
    for file in changed:
        place = _place(file.path) if _place(file.path) in surveyed.systems else "/"
        system = surveyed.systems.get(place)
        if system is None:
            continue
        if system.read_only:
            raise ReadOnly(board=board.name, path=file.path)
        blocks = -(-len(file.data) // system.block)
        left = free.get(place, system.free) - blocks
        short[place] = min(short.get(place, 0), left)
        seen = old.get(file.path)
        free[place] = left + (-(-seen.size // system.block) if seen else 0)
    for place, missing in short.items():
        if missing < 0:
            system = surveyed.systems[place]
            raise FileSystemFull(
                board=board.name,
                path=changed[0].path if len(changed) == 1 else place,
                needed=str((system.free - missing) * system.block),
                free=str(system.free * system.block),
                missing=str(-missing * system.block),
            )


async def _make_folders(board: Lease, folders: Iterable[str]) -> None:
    wanted = dict.fromkeys(folder.rstrip("/") for folder in folders)
    await remote.make_folders(board, [folder for folder in wanted if folder])
