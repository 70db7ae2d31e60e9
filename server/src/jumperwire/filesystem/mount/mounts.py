"""The mounts of a session: made, made again when the board has forgotten them, and served meanwhile."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from pathlib import Path

from jumperwire.board.facts import Fact, Until
from jumperwire.board.lease import Lease
from jumperwire.board.link import Link
from jumperwire.board.session import Session
from jumperwire.board.state import State, WhenRunning
from jumperwire.device import script, traceback
from jumperwire.device.reply import BoardInfo, Feature
from jumperwire.errors import (
    BoardOutOfMemory,
    FileOperationFailed,
    JumperwireError,
    LinkLost,
    LocalFileFailed,
    NoFileSystem,
    PathUnsafe,
)
from jumperwire.filesystem.calls import call, call_agent, load
from jumperwire.filesystem.local import local_errors
from jumperwire.filesystem.mount.folder import Folder
from jumperwire.filesystem.mount.mounted_paths import MOUNTED_PATHS
from jumperwire.filesystem.mount.port import Port
from jumperwire.filesystem.mount.service import Service
from jumperwire.protocol.mounting import MountLimits, checksum24, crc32

log = logging.getLogger(__name__)

_AGREED = Fact[bool]("what the board can with mounts was asked", Until.RESTART)
_NEEDED = Feature.STDIN_BUFFER | Feature.STDOUT_BUFFER | Feature.POLL | Feature.KBD_INTR
_BLOCKS = ((150_000, 4096, 12), (60_000, 2048, 10), (30_000, 1024, 9))
"""Free heap, bytes of a file that are kept on the board, and the window of deflate, in bits."""
_SMALLEST = 512
_LOSS_FREE_PIECE = 1024
_MOST = 16
_FAREWELL = 0.5
"""Seconds that a board gets to let go of its mounts before the link is closed."""
_LONGEST = 64
_SAVE = b"[save() for save in list(__import__('_jw_mount_open')[2])]\n"


@dataclass(frozen=True, slots=True)
class _Mount:
    folder: Folder
    at: str
    enter: bool


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
        await _mounts(session).add(board, wanted)


def _wanted(folder: Folder, at: str, enter: bool) -> _Mount:
    with local_errors(folder.path):
        is_folder = folder.path.is_dir()
    if not is_folder:
        raise LocalFileFailed(path=str(folder.path), cause="no folder")
    name = at[1:]
    if at[:1] != "/" or not name or "/" in name or name in (".", "..") or len(at) > _LONGEST:
        raise PathUnsafe(path=at, reason="a mount stands in the root, under one name")
    return _Mount(replace(folder, path=folder.path.absolute()), at, enter)


async def umount(
    session: Session, at: str = "/remote", *, when_running: WhenRunning = WhenRunning.FAIL
) -> None:
    """Take a mount away; nothing where there is none."""
    async with session.lease(when_running) as board:
        await _mounts(session).remove(board, at)


async def umount_all(session: Session) -> None:
    """Take all mounts away before the link is closed, as nobody answers for them then.

    A board that is gone, or runs a program, keeps them until it restarts.
    """
    async with session.lease() as board:
        mounts = _mounts(session)
        for place in mounts.mounted_paths:
            await mounts.remove(board, place)


async def end(session: Session) -> None:
    """Have no mounts any more, before the link is closed. A board that is not at its prompt is not told."""
    mounts = _known(session)
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
    mounts = _known(session)
    return mounts.entry.folder.path if mounts and mounts.entry else None


async def reload(session: Session, when_running: WhenRunning = WhenRunning.FAIL) -> None:
    """Have the board in the folder of `entered`, and what it imports from there read again.

    Raises FileOperationFailed, and what `Session.lease` and `Lease.exec` do.
    """
    mounts = _known(session)
    if mounts and mounts.entry:
        async with session.lease(when_running) as board:
            execution = await call(board, script.call("reload", mounts.entry.at))
            _check(board, mounts.entry.at, execution.error)


def _check(board: Lease, at: str, error: bytes) -> None:
    if not error:
        return
    cause = traceback.last_line(error)
    if traceback.is_out_of_memory(error):
        raise BoardOutOfMemory(board=board.name, traceback=cause)
    raise FileOperationFailed(board=board.name, path=at, cause=cause)


def _known(session: Session) -> _Mounts | None:
    return session.facts.get(_MOUNTS)


def _mounts(session: Session) -> _Mounts:
    mounts = _known(session)
    if mounts is None:
        mounts = session.facts.put(_MOUNTS, _Mounts(session))
        session.admit(mounts)
    return mounts


class _Mounts:
    """See board/link_filter.py."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._service = Service(_SMALLEST)
        self._mounts: dict[int, _Mount] = {}
        self._limits = MountLimits()
        self._port: Port | None = None
        self._later: asyncio.Task[None] | None = None
        self._made: set[int] = set()
        """Those that the board has, as far as is known."""
        self._saved = 0
        """The changes of `Service` after which the board kept nothing back."""

    # --- what a link filter does ---

    def attached(self, link: Link | None) -> None:
        port, self._port = self._port, None
        if port:
            port.close()
        self._service.release()
        self._made.clear()
        if link:
            self._port = Port(link, self._limits, self._service.serve, self._session.tasks.spawn)
            self._make_later()

    def receive(self, data: bytes) -> bytes:
        others = self._port.receive(data) if self._port else data
        if self._service.changes != self._saved:
            self._make_later()
        return others

    async def quiet(self) -> None:
        if self._port:
            await self._port.quiet()

    def rebooted(self) -> None:
        self._service.release()
        self._made.clear()
        if self._port:
            self._port.forget()
        self._make_later()

    async def entered(self, board: Lease) -> None:
        await self._save(board)
        for number in sorted(self._mounts.keys() - self._made):
            self._made.add(number)  # one attempt, whatever comes of it
            try:
                await self._make(board, number)
            except LinkLost:
                raise
            except JumperwireError as error:
                log.warning("%s: %s is not mounted again: %s", board.name, self._mounts[number].at, error)

    # --- what a user does ---

    async def add(self, board: Lease, wanted: _Mount) -> None:
        same = (number for number, mount in self._mounts.items() if mount.at == wanted.at)
        number = next(same, None)
        if number is None:
            number = next(number for number in range(_MOST + 1) if number not in self._mounts)
        if number == _MOST:
            raise FileOperationFailed(board=board.name, path=wanted.at, cause="too many mounts")
        self._service.release(number)
        before = self._mounts.get(number)
        self._put(number, wanted)
        try:
            await self._make(board, number)
        except BaseException:
            self._put(number, before)
            raise
        self._made.add(number)

    @property
    def mounted_paths(self) -> list[str]:
        """Where they are."""
        return [mount.at for mount in self._mounts.values()]

    async def remove(self, board: Lease, at: str) -> None:
        for number, mount in list(self._mounts.items()):
            if mount.at == at:
                await call_agent(board, "umount", at)
                self._put(number, None)
                self._service.release(number)

    @property
    def entry(self) -> _Mount | None:
        """The one that was to become the working folder, and last."""
        return next((mount for mount in reversed(self._mounts.values()) if mount.enter), None)

    def drop(self) -> None:
        """Serve none any more, whatever the board thinks."""
        for number in list(self._mounts):
            self._put(number, None)
            self._service.release(number)

    # --- inside ---

    def _put(self, number: int, mount: _Mount | None) -> None:
        self._mounts.pop(number, None)
        self._service.folders.pop(number, None)
        self._made.discard(number)
        if mount:
            self._mounts[number] = mount
            self._service.folders[number] = mount.folder
        self._session.facts.put(MOUNTED_PATHS, frozenset(self.mounted_paths))

    async def _make(self, board: Lease, number: int) -> None:
        wanted = self._mounts[number]
        self._agree(board, await board.info())
        limits = self._limits
        await load(board, "mount", "mount_requests", "mount_file")
        execution = await call_agent(
            board,
            "mount",
            number,
            wanted.at,
            int(wanted.folder.read_only),
            limits.block,
            limits.piece,
            int(board.loss_free),
            limits.window,
        )
        if not execution.error and wanted.enter:
            execution = await call(board, f"__import__('os').chdir({script.literal(wanted.at)})\n".encode())
        _check(board, wanted.at, execution.error)

    def _agree(self, board: Lease, info: BoardInfo | None) -> None:
        """What the board can; it keeps to that until it begins anew."""
        if board.facts.get(_AGREED):
            return
        features = (info and info.features) or Feature(0)
        if info is None or _NEEDED not in features:
            raise NoFileSystem(board=board.name, path="")
        room = (each[1:] for each in _BLOCKS if (info.heap_free or 0) >= each[0])
        block, window = next(room, (_SMALLEST, 0))
        self._limits = MountLimits(
            piece=min(block, _LOSS_FREE_PIECE) if board.loss_free else MountLimits().piece,
            block=block,
            window=window if Feature.DEFLATE in features else 0,
            check=crc32 if Feature.CRC32 in features else checksum24,
        )
        self._service.block = block
        if self._port:
            self._port.agree(self._limits)
        board.facts.put(_AGREED, True)

    async def _save(self, board: Lease) -> None:
        """Have the board write what it keeps of files that no program has closed."""
        if not self._service.writing:
            self._saved = self._service.changes
            return
        execution = await call(board, _SAVE)
        self._saved = self._service.changes
        if execution.error:
            cause = traceback.last_line(execution.error)
            log.warning("%s: what was written to a mount is not all there: %s", board.name, cause)

    def _make_later(self) -> None:
        if self._mounts and (self._later is None or self._later.done()):
            self._later = self._session.tasks.spawn(self._make_when_idle(), "mount again")

    async def _make_when_idle(self) -> None:
        await self._session.prompted()  # sooner, a prompt would be looked for with keys that are seen
        try:
            async with self._session.lease():
                pass
        except JumperwireError as error:
            log.info("%s: mounted when it is used next: %s", self._session.name, error)


_MOUNTS = Fact[_Mounts]("its mounts", Until.NEVER)
