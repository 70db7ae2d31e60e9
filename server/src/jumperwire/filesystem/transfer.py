"""Chooses the transfer strategy: the fastest that the board supports, then slower ones if it keeps
failing.

A strategy that failed is not tried again on this board as long as this process runs; and if a slower one
then worked, as long as the board has the same firmware.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace

from jumperwire.board.facts import Fact, Until
from jumperwire.board.lease import Lease
from jumperwire.device import traceback
from jumperwire.device.reply import Feature
from jumperwire.errors import (
    BoardOutOfMemory,
    BoardRaised,
    BoardSilent,
    FileOperationFailed,
    JumperwireError,
    ProtocolBroken,
    TransferCorrupt,
)
from jumperwire.filesystem import remote
from jumperwire.filesystem.incoming import Receiver
from jumperwire.filesystem.mount.mounted_paths import mounted, reaches
from jumperwire.filesystem.outgoing import Meter, Outgoing
from jumperwire.filesystem.strategies import base64_lines, frames, literals
from jumperwire.filesystem.strategies.strategy import TransferStrategy

log = logging.getLogger(__name__)

STRATEGY = Fact[str]("name of the strategy that files go by", Until.NEVER)
"""The fastest strategy that is not known to fail; empty or unknown means the fastest of all."""

_FIRMWARE = Fact[str]("firmware that the strategy is for", Until.NEVER)

_PATIENCE = 2
"""The failures in a row, without a completed file, after which a strategy is given up."""

_STUCK = 45.0
"""Seconds with no file done after which no other strategy is tried, for what is sent in no time."""

_SLOWEST = 1000
"""Bytes per second that get through where one is tried."""

_MAY_PASS = (BoardSilent, ProtocolBroken, TransferCorrupt, BoardOutOfMemory, BoardRaised, FileOperationFailed)
"""Errors that another attempt, or another strategy, may avoid."""

_INTERRUPTS = 6
"""The number of Ctrl-C that may come from noise on the line, and say nothing about the strategy."""

_PASSING_ERRNOS = (None, 5, 12, 110)
"""Errors that the strategy may have caused: EIO and ETIMEDOUT from our receivers, ENOMEM, or no errno at
all.
"""


async def send(board: Lease, files: Sequence[Outgoing], meter: Meter) -> None:
    """Send files by the fastest strategy that works."""
    board.facts.happened(Until.FILES)
    strategies = await _strategies_for(board, [file.path for file in files])
    steps = _Steps(board, strategies, await firmware(board), sum(len(file.data) for file in files))
    left = list(files)
    while left:
        try:
            await steps.strategy.send(board, left, meter)
            steps.worked()
            return
        except _MAY_PASS as error:
            if _is_of_the_file_system(error):
                raise
            before = len(left)
            left = [replace(file, old=None) for file in await _unsent(board, left)]
            steps.failed(error, progress=len(left) < before)
            meter.restart(len(left), sum(len(file.data) for file in left))


async def receive(board: Lease, receiver: Receiver) -> None:
    """Receive files by the fastest strategy that works."""
    strategies = await _strategies_for(board, [file.remote for file in receiver.missing])
    size = sum(file.size for file in receiver.missing)
    steps = _Steps(board, strategies, await firmware(board), size)
    while receiver.missing:
        before = receiver.done
        try:
            await steps.strategy.receive(board, receiver)
            await receiver.settle()
        except _MAY_PASS as error:
            if error is receiver.refused or _is_of_the_file_system(error):
                raise
            await receiver.restart()
            steps.failed(error, progress=receiver.done > before)
    steps.worked()


def _is_of_the_file_system(error: JumperwireError) -> bool:
    """Return whether every strategy would meet the same error, such as EISDIR or EPERM from a file system."""
    if not isinstance(error, FileOperationFailed):
        return False
    return traceback.errno(str(error.facts.get("cause", "")).encode()) not in _PASSING_ERRNOS


def _is_interrupt(error: JumperwireError) -> bool:
    return traceback.is_interrupt(str(error.facts.get("cause", "")).encode())


async def _strategies_for(board: Lease, paths: Sequence[str]) -> list[TransferStrategy]:
    if not mounted(board, paths):
        return await _strategies(board)
    info = await board.info()
    # The other strategies would take the input through which the mount's answers come.
    return [*literals.strategies((info and info.features) or Feature(0))]


async def _strategies(board: Lease) -> list[TransferStrategy]:
    info = await board.info()
    features = (info and info.features) or Feature(0)
    heap = info.heap_free if info else None
    return [
        *frames.strategies(heap, features),
        *base64_lines.strategies(heap, features),
        *literals.strategies(features),
    ]


async def firmware(board: Lease) -> str:
    """Return what the notes about a board depend on."""
    info = await board.info()
    return f"{info.implementation} {info.version} {info.machine}" if info else ""


async def _unsent(board: Lease, files: Sequence[Outgoing]) -> list[Outgoing]:
    """Return the files that are not on the board yet. Whatever failed, each is complete or not there."""
    there = await remote.hashes(board, [file.path for file in files])
    return [file for file, digest in zip(files, there, strict=True) if digest != file.digest]


class _Steps:
    """Keeps track of the strategies that a board has left."""

    def __init__(
        self, board: Lease, strategies: Sequence[TransferStrategy], firmware: str, size: int
    ) -> None:
        self._board = board
        self._strategies = strategies
        self._firmware = firmware
        self._failures = 0
        self._interrupts = 0
        self._progress = asyncio.get_running_loop().time()
        self._stuck = _STUCK + size / _SLOWEST
        self._reason = ""
        self._recall()

    def _recall(self) -> None:
        facts, notes = self._board.facts, self._board.notes
        if facts.get(_FIRMWARE, self._firmware) != self._firmware:
            facts.put(STRATEGY, "")
        facts.put(_FIRMWARE, self._firmware)
        noted = notes.get(self._firmware) if notes and not facts.get(STRATEGY) else {}
        if "strategy" in noted:
            facts.put(STRATEGY, noted["strategy"])
            reason = noted.get("reason", "")
            log.info("%s: files go by %s, as before, since: %s", self._board.name, self.strategy.name, reason)

    @property
    def strategy(self) -> TransferStrategy:
        return self._strategies[self._at]

    @property
    def _at(self) -> int:
        names = [strategy.name for strategy in self._strategies]
        remembered = self._board.facts.get(STRATEGY)
        return names.index(remembered) if remembered in names else 0

    def worked(self) -> None:
        """Record that this strategy worked where faster ones failed. If none worked, the link is to
        blame.

        A board with mounts has less memory than usual, so nothing is recorded about it.
        """
        if self._reason and self._board.notes and not reaches(self._board, "/"):
            self._board.notes.put(self._firmware, strategy=self.strategy.name, reason=self._reason)

    def failed(self, error: JumperwireError, *, progress: bool) -> None:
        """Go to the next strategy, or raise the error again if there is none left."""
        if _is_interrupt(error) and self._interrupts < _INTERRUPTS:
            self._interrupts += 1
            return
        now = asyncio.get_running_loop().time()
        self._failures = 1 if progress else self._failures + 1
        self._progress = now if progress else self._progress
        log.info("%s: a transfer by %s failed: %s", self._board.name, self.strategy.name, error)
        if self._failures < _PATIENCE:
            return
        if self._at == len(self._strategies) - 1 or now - self._progress > self._stuck:
            raise error
        self._board.facts.put(STRATEGY, self._strategies[self._at + 1].name)
        self._reason = str(error)
        self._failures = 0
        log.warning("%s: from now on files go by %s, since: %s", self._board.name, self.strategy.name, error)
