"""The mounts of a session: created, served, and created again when the board has forgotten them."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from jumperwire.board.facts import Fact, Until
from jumperwire.board.lease import Lease
from jumperwire.board.link import Link
from jumperwire.board.session import Session
from jumperwire.device import script, traceback
from jumperwire.device.reply import BoardInfo, Feature
from jumperwire.errors import (
    BoardOutOfMemory,
    BoardSilent,
    FileOperationFailed,
    JumperwireError,
    LinkLost,
    NoFileSystem,
    ProtocolBroken,
)
from jumperwire.filesystem.calls import call, call_agent, forgot, load
from jumperwire.filesystem.mount.folder import Folder
from jumperwire.filesystem.mount.mounted_paths import MOUNTED_PATHS
from jumperwire.filesystem.mount.port import Port
from jumperwire.filesystem.mount.service import Service
from jumperwire.protocol.mount_messages import MountLimits, checksum24, crc32
from jumperwire.protocol.mount_window import LEAST, MOST

log = logging.getLogger(__name__)

_AGREED = Fact[bool]("what the board can with mounts was asked", Until.RESTART)
_MADE = Fact["frozenset[int]"]("the mounts that the board has", Until.RESTART)
_NEEDED = Feature.STDIN_BUFFER | Feature.STDOUT_BUFFER | Feature.POLL | Feature.KBD_INTR
_BLOCKS = ((150_000, 4096, 12), (60_000, 2048, 10), (30_000, 1024, 9))
"""Free heap, bytes of a file that the board buffers, and the deflate window in bits."""
_SMALLEST = 512
_LOSS_FREE_PIECE = 1024
_MOST = 16
_QUICK, _LATEST = 0.05, 2.0
"""Seconds of a round trip that every limit allows for, and the most that limits follow."""
_SAVE = b"[save() for save in list(__import__('_jw_mount_open')[2])]\n"


@dataclass(frozen=True, slots=True)
class Mount:
    """A mount that was requested."""

    folder: Folder
    at: str
    enter: bool
    """Whether it becomes the board's current directory."""


class SessionMounts:
    """The mounts of one session, as its link filter: see board/link_filter.py."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._service = Service(_SMALLEST)
        self._mounts: dict[int, Mount] = {}
        self._limits = MountLimits()
        self._port: Port | None = None
        self._later: asyncio.Task[None] | None = None
        self._saved = 0
        """The value of `Service.changes` at which the board had nothing buffered."""

    # --- as a link filter ---

    def attached(self, link: Link | None) -> None:
        """See `LinkFilter.attached`."""
        port, self._port = self._port, None
        if port:
            port.close()
        self._service.release()
        if link:
            self._port = Port(link, self._limits, self._service.serve, self._session.tasks.spawn)
            self._make_later()

    def receive(self, data: bytes) -> bytes:
        """See `LinkFilter.receive`."""
        others = self._port.receive(data) if self._port else data
        if self._service.changes != self._saved:
            self._make_later()
        return others

    async def quiet(self) -> None:
        """See `LinkFilter.quiet`."""
        if self._port:
            await self._port.quiet()

    def rebooted(self) -> None:
        """See `LinkFilter.rebooted`."""
        self._service.release()
        if self._port:
            self._port.forget()
        self._make_later()

    async def entered(self, board: Lease) -> None:
        """Mount again what the board has forgotten, as `LinkFilter.entered` says.

        Before that, what a program has written to files that it never closed is saved.
        """
        if self._port:
            self._port.ended()
        await self._save(board)
        failed = set[int]()
        while missing := self._mounts.keys() - self._made - failed:
            number = min(missing)
            try:
                await self._make(board, number)
            except LinkLost:
                raise
            except JumperwireError as error:
                log.warning("%s: %s is not mounted again: %s", board.name, self._mounts[number].at, error)
                failed.add(number)
                if not isinstance(error, (BoardSilent, ProtocolBroken)):
                    self._note(number)  # it would fail again

    # --- for callers ---

    async def add(self, board: Lease, wanted: Mount) -> None:
        """Mount a folder. If that fails, an earlier mount at the same place stays."""
        same = (number for number, mount in self._mounts.items() if mount.at == wanted.at)
        number = next(same, None)
        if number is None:
            number = next(number for number in range(_MOST + 1) if number not in self._mounts)
        if number == _MOST:
            raise FileOperationFailed(board=board.name, path=wanted.at, cause="too many mounts")
        before = self._mounts.get(number)
        self._put(number, wanted)
        try:
            await self._make(board, number)
        except BaseException:
            self._put(number, before)
            raise

    @property
    def mounted_paths(self) -> list[str]:
        """The places of the mounts."""
        return [mount.at for mount in self._mounts.values()]

    async def remove(self, board: Lease, at: str) -> None:
        """Remove the mount at a place, if there is one."""
        for number, mount in list(self._mounts.items()):
            if mount.at == at:
                await call_agent(board, "umount", at)
                self._put(number, None)
                self._service.release(number)

    @property
    def entry(self) -> Mount | None:
        """The newest mount that was to become the current directory."""
        return next((mount for mount in reversed(self._mounts.values()) if mount.enter), None)

    def drop(self) -> None:
        """Stop serving all mounts, whatever the board believes."""
        for number in list(self._mounts):
            self._put(number, None)
            self._service.release(number)

    # --- internal ---

    def _put(self, number: int, mount: Mount | None) -> None:
        self._mounts.pop(number, None)
        self._service.folders.pop(number, None)
        self._note(number, made=False)
        if mount:
            self._mounts[number] = mount
            self._service.folders[number] = mount.folder
        self._session.facts.put(MOUNTED_PATHS, frozenset(self.mounted_paths))

    @property
    def _made(self) -> frozenset[int]:
        """The mounts that the board has, as far as is known."""
        return self._session.facts.get(_MADE, frozenset())

    def _note(self, number: int, *, made: bool = True) -> None:
        self._session.facts.put(_MADE, self._made | {number} if made else self._made - {number})

    async def _make(self, board: Lease, number: int) -> None:
        wanted = self._mounts[number]
        self._service.release(number)
        error = await self._call_mount(board, number, wanted)
        if forgot(board, error):  # some scripts were missing: the board has restarted unnoticed
            error = await self._call_mount(board, number, wanted)
        if not error and wanted.enter:
            there = f"__import__('os').chdir({script.literal(wanted.at)})\n".encode()
            error = (await call(board, there)).error
        check(board, wanted.at, error)
        self._note(number)

    async def _call_mount(self, board: Lease, number: int, wanted: Mount) -> bytes:
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
            int(1000 * limits.round_trip),
        )
        return execution.error

    def _agree(self, board: Lease, info: BoardInfo | None) -> None:
        """Agree on limits that the board can support. They hold until it restarts."""
        if board.facts.get(_AGREED):
            return
        features = (info and info.features) or Feature(0)
        if info is None or _NEEDED not in features:
            raise NoFileSystem(board=board.name, path="")
        room = (each[1:] for each in _BLOCKS if (info.heap_free or 0) >= each[0])
        block, window = next(room, (_SMALLEST, 0))
        round_trip = min(self._port.round_trip if self._port else 0.0, _LATEST)
        self._limits = MountLimits(
            round_trip=max(0.0, round_trip - _QUICK),
            in_flight=MOST if board.loss_free else LEAST,
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
        """Have the board write what it has buffered of files that no program has closed."""
        if not self._service.writing:
            self._saved = self._service.changes
            return
        execution = await call(board, _SAVE)
        self._saved = self._service.changes
        if execution.error and not forgot(board, execution.error):
            cause = traceback.last_line(execution.error)
            log.warning("%s: what was written to a mount is not all there: %s", board.name, cause)

    def _make_later(self) -> None:
        if self._mounts and (self._later is None or self._later.done()):
            self._later = self._session.tasks.spawn(self._make_when_idle(), "mount again")

    async def _make_when_idle(self) -> None:
        await self._session.prompted()  # earlier, the search for a prompt would send keys that users see
        try:
            async with self._session.lease():
                pass
        except JumperwireError as error:
            log.info("%s: mounted when it is used next: %s", self._session.name, error)


_MOUNTS = Fact[SessionMounts]("its mounts", Until.NEVER)


def known(session: Session) -> SessionMounts | None:
    """Return the session's mounts, if it ever had any."""
    return session.facts.get(_MOUNTS)


def mounts_of(session: Session) -> SessionMounts:
    """Return the session's mounts."""
    mounts = known(session)
    if mounts is None:
        mounts = session.facts.put(_MOUNTS, SessionMounts(session))
        session.admit(mounts)
    return mounts


def check(board: Lease, at: str, error: bytes) -> None:
    """Raise BoardOutOfMemory or FileOperationFailed if a script raised an error."""
    if not error:
        return
    cause = traceback.last_line(error)
    if traceback.is_out_of_memory(error):
        raise BoardOutOfMemory(board=board.name, traceback=cause)
    raise FileOperationFailed(board=board.name, path=at, cause=cause)
