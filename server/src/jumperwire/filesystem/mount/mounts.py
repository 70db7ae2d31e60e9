"""Mounts folders of this PC on a board, and unmounts them."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from pathlib import Path

from jumperwire.board.lease import Lease
from jumperwire.board.session import Session
from jumperwire.board.state import State, WhenRunning
from jumperwire.errors import JumperwireError, LocalFileFailed, PathUnsafe
from jumperwire.filesystem.local import local_errors
from jumperwire.filesystem.modules import forget
from jumperwire.filesystem.mount.folder import Folder
from jumperwire.filesystem.mount.session_mounts import Mount, check, known, mounts_of

log = logging.getLogger(__name__)

_FAREWELL = 0.5
"""Seconds that a board gets to release its mounts before the link is closed."""

_LONGEST = 64
"""The longest place of a mount, in characters."""


async def mount(
    session: Session,
    folder: Path,
    at: str = "/remote",
    *,
    read_only: bool = False,
    follow_links: bool = False,
    enter: bool = False,
    when_running: WhenRunning = WhenRunning.FAIL,
) -> None:
    """Mount a folder of this PC as a file system on the board, until `umount` or the end of the session.

    ``follow_links``: links may lead out of the folder. ``enter``: make it the board's current directory.
    A mount at the same place is replaced. Raises LocalFileFailed, PathUnsafe, NoFileSystem if the build
    lacks something that mounts need, BoardOutOfMemory, FileOperationFailed, and the errors of
    `Session.lease` and `Lease.exec`.
    """
    wanted = _wanted(Folder(folder, read_only, follow_links), at, enter)
    async with session.lease(when_running) as board:
        await mounts_of(session).add(board, wanted)


def _wanted(folder: Folder, at: str, enter: bool) -> Mount:
    with local_errors(folder.path):
        is_folder = folder.path.is_dir()
    if not is_folder:
        raise LocalFileFailed(path=str(folder.path), cause="no folder")
    name = at[1:]
    if at[:1] != "/" or not name or "/" in name or name in (".", "..") or len(at) > _LONGEST:
        raise PathUnsafe(path=at, reason="a mount stands in the root, under one name")
    return Mount(replace(folder, path=folder.path.absolute()), at, enter)


async def umount(
    session: Session, at: str = "/remote", *, when_running: WhenRunning = WhenRunning.FAIL
) -> None:
    """Remove a mount, if there is one at this place."""
    async with session.lease(when_running) as board:
        await mounts_of(session).remove(board, at)


async def umount_all(session: Session) -> None:
    """Remove all mounts before the link is closed, since nobody will answer their requests then.

    A board that is gone, or runs a program, keeps them until it restarts.
    """
    async with session.lease() as board:
        mounts = mounts_of(session)
        for place in mounts.mounted_paths:
            await mounts.remove(board, place)


async def end(session: Session) -> None:
    """Drop all mounts before the link is closed. A board that is not at its prompt is not told."""
    mounts = known(session)
    if not mounts:
        return
    if session.state is State.IDLE:
        try:
            await asyncio.wait_for(umount_all(session), _FAREWELL)
        except (JumperwireError, asyncio.TimeoutError) as error:
            log.info("%s: it keeps a mount that nobody serves: %r", session.name, error)
    mounts.drop()


def entered(session: Session) -> Path | None:
    """Return the folder that is mounted as the board's current directory; the newest of several."""
    mounts = known(session)
    return mounts.entry.folder.path if mounts and mounts.entry else None


async def enter(session: Session, board: Lease) -> None:
    """Make the folder of `entered` the board's current directory again, and forget imported modules.

    Raises FileOperationFailed, and the errors of `Lease.exec`.
    """
    mounts = known(session)
    if mounts and mounts.entry:
        check(board, mounts.entry.at, (await forget(board, mounts.entry.at)).error)
