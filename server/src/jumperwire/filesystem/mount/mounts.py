"""Folders of this PC on a board: mounted, taken away, and what is asked of them."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from pathlib import Path

from jumperwire.board.session import Session
from jumperwire.board.state import State, WhenRunning
from jumperwire.device import script
from jumperwire.errors import JumperwireError, LocalFileFailed, PathUnsafe
from jumperwire.filesystem.calls import call
from jumperwire.filesystem.local import local_errors
from jumperwire.filesystem.mount.folder import Folder
from jumperwire.filesystem.mount.session_mounts import Mount, check, known, mounts_of

log = logging.getLogger(__name__)

_FAREWELL = 0.5
"""Seconds that a board gets to let go of its mounts before the link is closed."""

_LONGEST = 64
"""Characters of the place of a mount."""


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
    """Have a folder of this PC as a file system on the board, until `umount` or as long as the session lives.

    ``follow_links``: links may lead out of the folder. ``enter``: it becomes the board's working folder.
    A mount at the same place is replaced. Raises LocalFileFailed, PathUnsafe, NoFileSystem where the build
    lacks what it takes, BoardOutOfMemory, FileOperationFailed, and what `Session.lease` and `Lease.exec` do.
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
    """Take a mount away; nothing where there is none."""
    async with session.lease(when_running) as board:
        await mounts_of(session).remove(board, at)


async def umount_all(session: Session) -> None:
    """Take all mounts away before the link is closed, as nobody answers for them then.

    A board that is gone, or runs a program, keeps them until it restarts.
    """
    async with session.lease() as board:
        mounts = mounts_of(session)
        for place in mounts.mounted_paths:
            await mounts.remove(board, place)


async def end(session: Session) -> None:
    """Have no mounts any more, before the link is closed. A board that is not at its prompt is not told."""
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
    """The folder of this PC that is mounted as the board's working folder: of several the newest."""
    mounts = known(session)
    return mounts.entry.folder.path if mounts and mounts.entry else None


async def reload(session: Session, when_running: WhenRunning = WhenRunning.FAIL) -> None:
    """Have the board in the folder of `entered`, and what it imports from there read again.

    Raises FileOperationFailed, and what `Session.lease` and `Lease.exec` do.
    """
    mounts = known(session)
    if mounts and mounts.entry:
        async with session.lease(when_running) as board:
            execution = await call(board, script.call("reload", mounts.entry.at))
            check(board, mounts.entry.at, execution.error)
