"""Uploads: find out what is on the board, check that the files fit, and send what differs, complete files
only.
"""

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
from jumperwire.filesystem import local, remote, small_upload, transfer
from jumperwire.filesystem.contents import Contents
from jumperwire.filesystem.outgoing import Meter, Outgoing, Progress, Summary
from jumperwire.filesystem.room import Change, place_of, shortages

log = logging.getLogger(__name__)

Tell = Callable[[Progress], None]


async def upload(
    board: Lease,
    files: Sequence[Outgoing],
    tell: Tell = lambda _: None,
    *,
    folders: Iterable[str] = (),
    surveyed: Surveyed | None = None,
) -> Summary:
    """Put these files on the board. Files whose content is there already are not sent.

    ``surveyed``: what is on the board, if that is known.

    A file is complete at every moment: it has its old content or its new one. Raises FileSystemFull
    (before anything is sent, if it can be known), ReadOnly, TransferCorrupt, and the errors of the
    transfer.
    """
    began = asyncio.get_running_loop().time()
    if len(files) == 1 and not folders and not surveyed and small_upload.pays(board, len(files[0].data)):
        put = await small_upload.put(board, files[0], tell=tell)
        if put:
            return _summary(files, [] if put.unchanged else files, began)
    surveyed = surveyed or await survey(board, files)
    changed = [file for file in files if not _same(file, surveyed.by_path[file.path])]
    size = sum(len(file.data) for file in changed)
    if changed:
        _ensure_room(board, changed, surveyed)
    new = (file.path for file in changed if surveyed.by_path[file.path] is None)
    await _make_folders(board, [*folders, *local.parents(new)])
    if changed:
        contents = Contents(config.cache_dir() / "sent")
        changed = await asyncio.to_thread(_with_old, changed, surveyed, contents)
        await transfer.send(board, changed, Meter(tell, len(changed), size))
        await asyncio.to_thread(contents.keep, changed)
    return _summary(files, changed, began)


def _summary(files: Sequence[Outgoing], sent: Sequence[Outgoing], began: float) -> Summary:
    return Summary(
        files=len(sent),
        unchanged=len(files) - len(sent),
        size=sum(len(file.data) for file in sent),
        seconds=asyncio.get_running_loop().time() - began,
    )


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What is at the targets, and the file systems that they are on, by their first folder."""

    by_path: dict[str, Survey | None]
    systems: dict[str, reply.FileSystem]


async def survey(board: Lease, files: Sequence[Outgoing]) -> Surveyed:
    """Return what is at the targets of all files, in one exec."""
    places = ["/", *sorted({place for file in files if (place := _place(file.path)) != "/"})]
    paths = [file.path for file in files]
    seen, systems = await remote.survey(board, paths, places)
    by_place = {place: system for place, system in zip(places, systems, strict=False) if system is not None}
    return Surveyed(dict(zip(paths, seen, strict=True)), by_place)


def _with_old(files: Sequence[Outgoing], surveyed: Surveyed, contents: Contents) -> list[Outgoing]:
    """Return the files with the board's old contents, if those were sent from here, and with their deltas."""
    seen = (surveyed.by_path[file.path] for file in files)
    known = [
        replace(file, old=contents.get(there.digest) if there and there.digest else None)
        for file, there in zip(files, seen, strict=True)
    ]
    for file in known:
        file.delta  # noqa: B018 - computed in this thread and cached
    return known


def _same(file: Outgoing, seen: Survey | None) -> bool:
    return seen is not None and seen.digest == file.digest


def _place(path: str) -> str:
    """Return the first folder of a path, which may be a different file system from the root."""
    first, slash, _ = path.lstrip("/").partition("/")
    return f"/{first}" if slash else "/"


def _ensure_room(board: Lease, changed: Sequence[Outgoing], surveyed: Surveyed) -> None:
    systems = surveyed.systems
    for file in changed:
        place = place_of(file.path, systems)
        if place in systems and systems[place].read_only:
            raise ReadOnly(board=board.name, path=file.path)
    seen = surveyed.by_path
    changes = [
        Change(file.path, len(file.data), there.size if (there := seen[file.path]) else None)
        for file in changed
    ]
    for short in shortages(changes, systems):
        raise FileSystemFull(
            board=board.name,
            path=changed[0].path if len(changed) == 1 else short.place,
            needed=short.needed,
            free=short.free,
            missing=short.missing,
        )


async def _make_folders(board: Lease, folders: Iterable[str]) -> None:
    wanted = dict.fromkeys(folder.rstrip("/") for folder in folders)
    await remote.make_folders(board, [folder for folder in wanted if folder])
