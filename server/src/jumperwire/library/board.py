"""A board as programs use it: run code, move files, use its REPL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from jumperwire.board.lease import Lease
from jumperwire.board.restart import link_back
from jumperwire.board.session import Session
from jumperwire.board.state import Happening, Incident, RunOutcome, State, WhenRunning
from jumperwire.device.reply import BoardInfo
from jumperwire.device.traceback import is_out_of_memory
from jumperwire.errors import BoardOutOfMemory, BoardRaised, JumperwireError, ProtocolBroken
from jumperwire.filesystem import local, mount
from jumperwire.filesystem.mount.mounted_paths import MOUNTED_PATHS
from jumperwire.library import values
from jumperwire.library.files import Files
from jumperwire.library.options import LocalPath, within
from jumperwire.library.packages import Packages
from jumperwire.library.repl import Repl
from jumperwire.library.running import shown
from jumperwire.library.syncing import Sync


class Board:
    """Made by `connect`. Tasks may use it at the same time; operations wait for each other.

    All operations raise NotConnected, LinkLost, ProgramRunning and BoardSilent. A cancelled operation
    ends on the board too, and the board is usable afterwards.
    """

    def __init__(self, session: Session, board_id: str, when_running: WhenRunning) -> None:
        self._session = session
        self._when_running = when_running
        self.id = board_id
        """The id by which it is remembered when it is unplugged."""
        self.fs = Files(self.lease)
        """The board's files."""
        self.sync = Sync(self.lease, board_id)
        """Syncs the board with folders of the PC."""
        self.packages = Packages(self.lease)
        """The packages installed on the board."""
        self._repls: set[Repl] = set()
        session.console.listen(self._happened)

    @property
    def name(self) -> str:
        """The board's name in errors."""
        return self._session.name

    @property
    def address(self) -> str:
        """The board's address."""
        return self._session.address

    @property
    def state(self) -> State:
        """The state that the board is believed to be in."""
        return self._session.state

    def lease(self) -> AbstractAsyncContextManager[Lease]:
        """Have the board exclusively for several operations of the layers below."""
        return self._session.lease(self._when_running)

    async def info(self) -> BoardInfo | None:
        """Return what the board is: platform, version, memory. None if it cannot tell."""
        async with self.lease() as board:
            return await board.info()

    async def exec(self, source: str, *, timeout: float | None = None) -> str:
        """Run source and return what it prints. Raises BoardRaised with the board's traceback.

        ``timeout``: seconds after which the code is interrupted and TimeoutError is raised.
        """
        async with self.lease() as board:
            execution = await within(timeout, board.exec(source))
        if execution.error:
            text = execution.error.decode("utf-8", "backslashreplace")
            raised = BoardOutOfMemory if is_out_of_memory(execution.error) else BoardRaised
            raise raised(board=self.name, traceback=text)
        return execution.output.decode("utf-8", "backslashreplace").replace("\r\n", "\n")

    async def eval(self, expression: str, *, timeout: float | None = None) -> Any:
        """Return the value of an expression: numbers, strings, bytes, and lists, tuples, dicts and sets
        of them.

        Raises BoardRaised, and ProtocolBroken for any other value, such as a Pin.
        """
        # On a line of its own, after anything that the expression itself prints.
        said = await self.exec(f"print('\\n'+repr(\n{expression}\n))", timeout=timeout)
        text = said.rstrip("\n").rpartition("\n")[2]
        try:
            return await values.read(text)
        except ValueError as error:
            raise ProtocolBroken(
                board=self.name, expected="a number, a text or the like", heard=text[:200]
            ) from error

    async def run(
        self,
        file: LocalPath,
        *,
        source: str | None = None,
        on_output: Callable[[str], object] | None = None,
        soft_reset: bool = False,
        timeout: float | None = None,
    ) -> RunOutcome:
        """Run a file of the PC, or ``source`` under its name, and return how it ended.

        Its output and its traceback go to ``on_output`` and to open REPLs, whose keys are its input.
        ``soft_reset``: restart the interpreter first. ``timeout``: as for `exec`. Raises LocalFileFailed.
        """
        if source is None:
            source = (await asyncio.to_thread(local.read, Path(file))).decode("utf-8", "replace")
        run = shown(
            self._session.console,
            lambda output_queue: self._session.run(
                source,
                str(file),
                soft_reset=soft_reset,
                when_running=self._when_running,
                output_queue=output_queue,
            ),
            on_output or (lambda _: None),
        )
        return await within(timeout, run)

    async def interrupt(self) -> None:
        """Send Ctrl-C until the prompt is back. Raises InterruptIgnored."""
        await self._session.interrupt()

    async def reset(self, *, hard: bool = False, main: bool = True) -> None:
        """Restart MicroPython, as Ctrl-D does (boot.py and main.py run), or with ``hard`` the chip.

        ``main``: whether a soft reset runs main.py. A running program is interrupted. Raises
        ResetUnsupported.
        """
        if hard:
            await self._session.hard_reset()
            await link_back(self._session)
        elif main:
            await self._session.soft_reset()
        else:
            async with self._session.lease(WhenRunning.INTERRUPT) as board:
                await board.soft_reset()

    async def mount(
        self,
        folder: LocalPath,
        at: str = "/remote",
        *,
        read_only: bool = False,
        follow_links: bool = False,
        enter: bool = False,
    ) -> None:
        """Mount a folder of the PC as a file system on the board, until `umount` or `close`.

        ``at``: a place in the board's root; a mount that is there is replaced. ``follow_links``: links
        may lead out of the folder. ``enter``: make it the board's current directory. The folder is
        mounted again after resets. Raises LocalFileFailed, PathUnsafe, and NoFileSystem if the board
        lacks something that mounts need.
        """
        await mount.mount(
            self._session,
            Path(folder),
            at,
            read_only=read_only,
            follow_links=follow_links,
            enter=enter,
            when_running=self._when_running,
        )

    async def umount(self, at: str = "/remote") -> None:
        """Remove a mount, if there is one at this place."""
        await mount.umount(self._session, at, when_running=self._when_running)

    def repl(self) -> Repl:
        """Return a terminal on the board: ``async with board.repl() as repl``."""
        return Repl(self._session, self._repls)

    async def close(self) -> None:
        """Leave the board at its prompt, without mounts, and free the port.

        A running program keeps running.
        """
        try:
            with suppress(JumperwireError):  # the board goes away meanwhile
                if self._session.facts.get(MOUNTED_PATHS) and self._session.state is State.IDLE:
                    await mount.umount_all(self._session)
                await self._session.leave()
        finally:
            await self._session.disconnect()

    async def __aenter__(self) -> Board:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    def _happened(self, incident: Incident) -> None:
        if incident.happening is Happening.DISCONNECTED:
            for repl in self._repls:
                repl.end()
