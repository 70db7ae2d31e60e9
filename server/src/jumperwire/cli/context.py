"""What commands work on: the connected board, and the state that earlier commands have left."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import TYPE_CHECKING

from jumperwire import config
from jumperwire.board.facts import Fact, Until
from jumperwire.board.lease import Lease
from jumperwire.board.making import make_session
from jumperwire.board.restart import restarted
from jumperwire.board.session import Session
from jumperwire.board.state import RunOutcome, WhenRunning
from jumperwire.cli.failure import Failure, Problem
from jumperwire.cli.macros import Macro
from jumperwire.cli.options import Options
from jumperwire.cli.output import Output
from jumperwire.cli.progress import Bar
from jumperwire.errors import JumperwireError
from jumperwire.transport import ports
from jumperwire.transport.address import parse
from jumperwire.transport.opening import open_link
from jumperwire.transport.stream import Opened

if TYPE_CHECKING:
    from jumperwire.filesystem.outgoing import Progress


AUTO = "auto"
"""The name of the first board on USB."""

FOLDER = Fact[str]("working folder", Until.CODE)


_SENT = 0.002
"""Seconds after which a soft reset is written: what takes the processor then delays nothing."""


class Context:
    """The state of one board's command line."""

    def __init__(self, out: Output, options: Options, macros: Mapping[str, Macro], default: str) -> None:
        self.out = out
        self.options = options
        self.macros = macros
        self.acted = False
        """Whether a command did something. If none did, the user wants the REPL."""
        self.reset_due = True
        """Whether the interpreter must be restarted before the next command that uses the board."""
        self.interrupted = 130
        """The exit status if Ctrl-C ends the current command."""
        self.default = default
        """The address of the board to use if none is connected."""
        self.synced = False
        """Whether files were synced that an earlier program may have imported as modules."""
        self.mounted: dict[str, str] = {}
        """The mounted folders of this computer, by their places on the board."""
        self._session: Session | None = None
        self._program: asyncio.Task[RunOutcome] | None = None
        self._restart: asyncio.Task[RunOutcome] | None = None
        """The run that restarted the chip, which may have become the run of its main.py."""

    @property
    def connected(self) -> bool:
        """Whether a board has been opened and not been freed since."""
        return self._session is not None

    async def connect(self, where: str) -> None:
        """Free the board and use another one.

        Raises Failure, AddressInvalid and the errors of opening a port.
        """
        await self.disconnect()
        if where == AUTO:
            await self._connect_first()
        elif where.startswith("id:"):
            await self._open(await _by_number(where.removeprefix("id:")))
        else:
            await self._open(where.removeprefix("port:"))

    async def disconnect(self) -> None:
        """Free the board's port, and leave the board at its prompt or running the program that was started on
        it.
        """
        session, self._session = self._session, None
        programs = [program for program in (self._program, self._restart) if program]
        self._program = self._restart = None
        if session is None:
            return  # `resume` may stand before the command that connects
        self.reset_due = True
        try:
            if session.program:
                await session.type_keys(b"\r\x02")  # when it ends, it returns to the prompt by itself
            elif self.mounted:
                await _umount(session)
            await session.leave(wait=False)
        finally:
            self.mounted.clear()
            await session.disconnect()
            await asyncio.gather(*programs, return_exceptions=True)

    async def session(self) -> Session:
        """Return the session with the board, which is connected first if necessary."""
        if self._session is None:
            await self.connect(self.default)
        assert self._session
        return self._session

    @asynccontextmanager
    async def board(
        self, *, reset: bool | None = None, acts: bool = True, ahead: Callable[[], object] = lambda: None
    ) -> AsyncIterator[Lease]:
        """Lease the board at its prompt, after a restart of its interpreter if one is due.

        ``reset``: overrides whether a restart is due. ``acts``: whether this counts as doing something; if
        nothing does, the REPL may follow. ``ahead``: work that may be done while the board restarts.
        """
        session = await self.session()
        await self._end_of_program()
        async with session.lease(WhenRunning.INTERRUPT) as board:
            if self.reset_due if reset is None else reset:
                self.reset_due = False
                beside = asyncio.get_running_loop().call_later(_SENT, ahead)
                try:
                    await board.soft_reset()
                finally:
                    beside.cancel()
            self.acted = self.acted or acts
            yield board

    async def start(self, source: bytes) -> None:
        """Start code on the board without waiting for its end."""
        async with self.board():
            session = await self.session()
        text = source.decode("utf-8", "surrogateescape")
        work = session.run(text, "<stdin>", when_running=WhenRunning.INTERRUPT)
        self._program = asyncio.ensure_future(work)
        begun = asyncio.ensure_future(session.begun())
        try:
            await asyncio.wait([self._program, begun], return_when=asyncio.FIRST_COMPLETED)
        finally:
            begun.cancel()

    async def restart(self, source: bytes) -> None:
        """Run code that restarts the chip, and wait until the board is back."""
        await self.start(source)
        session, program = await self.session(), self._program
        if program:
            await restarted(session, program)
            self._program, self._restart = None, program  # the next command interrupts main.py

    @contextmanager
    def progress(self) -> Iterator[Callable[[Progress], None]]:
        """Return a callback that shows the progress of a transfer, if the output is a terminal."""
        if self.options.quiet or not self.out.is_terminal:
            yield lambda _: None
            return
        bar = Bar()
        try:
            yield bar
        finally:
            bar.close()

    async def _end_of_program(self) -> None:
        program, self._program = self._program, None
        if program:
            await program

    async def _connect_first(self) -> None:
        found = await asyncio.to_thread(ports.list_serial_ports)
        for port in found:
            try:
                await self._open(port.device)
            except JumperwireError:
                continue  # the next board may be free
            return
        raise Failure(Problem.NO_DEVICE)

    async def _open(self, address: str) -> None:
        baud = self.options.baud

        async def opener(text: str) -> Opened:
            parsed = parse(text)
            return await open_link(parsed._replace(baud=baud) if baud else parsed)

        session = make_session(address, data=config.data_dir(), opener=opener)
        await session.connect()
        self._session = session


async def _umount(session: Session) -> None:
    from jumperwire.filesystem.mount import umount_all

    with suppress(JumperwireError):  # a program that the user started is running, or the board is gone
        await umount_all(session)


async def _by_number(number: str) -> str:
    for port in await asyncio.to_thread(ports.list_serial_ports):
        if port.serial_number == number:
            return port.device
    raise Failure(Problem.NO_SERIAL_NUMBER, number=number)
