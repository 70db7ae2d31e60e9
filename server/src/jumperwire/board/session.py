"""One board: what may be asked of it. The parts of its life are in the modules that `rooms` puts together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from jumperwire.board.console import Console, OutputQueue
from jumperwire.board.facts import Facts, Until
from jumperwire.board.journal import Journal
from jumperwire.board.lease import BOOT, Lease
from jumperwire.board.link import Link
from jumperwire.board.link_filter import LinkFilter
from jumperwire.board.notes import Notes
from jumperwire.board.owner import TaskOwner
from jumperwire.board.rooms import Rooms
from jumperwire.board.state import Identity, RunOutcome, State, WhenRunning
from jumperwire.board.turns import Ticket
from jumperwire.device import script
from jumperwire.errors import (
    BoardSilent,
    InterruptIgnored,
    JumperwireError,
    LinkLost,
    ProgramRunning,
    ProtocolBroken,
    ResetUnsupported,
)
from jumperwire.transport.opening import open_link
from jumperwire.transport.stream import Opened

if TYPE_CHECKING:
    from jumperwire.device.reply import BoardInfo

RESET_PULSE = 0.1
"""Seconds that the reset line is held: the length of the pulse is what resets, no event tells its end."""

_RESTART = 3.0
"""Seconds for a board to say that it restarts."""


class Session:
    """One board. All that is done to it goes through here, and its port has no other owner."""

    def __init__(
        self,
        address: str,
        *,
        opener: Callable[[str], Awaitable[Opened]] = open_link,
        name: str = "",
        journal: Journal | None = None,
        notes: Notes | None = None,
    ) -> None:
        self.board = Identity(address, name or address)
        self._rooms = Rooms(self.board, opener, journal, notes)

    # --- what is shown -----------------------------------------------------------------

    @property
    def name(self) -> str:
        """What the board is called."""
        return self.board.name

    @property
    def address(self) -> str:
        """Where it is, or was when it was there."""
        return self.board.address

    @property
    def state(self) -> State:
        """What the board is believed to do, found by what it says."""
        return self._rooms.shown.state

    @property
    def fault(self) -> JumperwireError | None:
        """Why the state is what it is, where something went wrong."""
        return self._rooms.shown.fault

    @property
    def program(self) -> str | None:
        """The file name of the user's program that runs."""
        return self._rooms.shown.program

    @property
    def info(self) -> BoardInfo | None:
        """What the board is, where it was asked and could tell."""
        return self._rooms.probe.info

    @property
    def console(self) -> Console:
        """What its terminals hear."""
        return self._rooms.console

    @property
    def facts(self) -> Facts:
        """What is known of the board."""
        return self._rooms.facts

    @property
    def tasks(self) -> TaskOwner:
        """The owner of tasks that outlive a caller who is cancelled, but not the session."""
        return self._rooms.tasks

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after each change of state, info or program."""
        self._rooms.shown.on_change = listener

    async def wait_for(self, *states: State) -> State:
        """Wait until the state is one of these. Without a limit: the caller knows one."""
        await self._rooms.changes.until(lambda: self.state in states)
        return self.state

    async def prompted(self) -> None:
        """Wait until the prompt is there: the state keeps IDLE for a moment when a board begins anew."""
        at = self._rooms.connection
        await self._rooms.changes.until(lambda: at.link is not None and at.link.repl.at_prompt)

    # --- life --------------------------------------------------------------------------

    async def connect(self) -> None:
        """Open the link and send nothing. Raises what the transport raises; then the state tells why."""
        await self._rooms.connection.open()

    async def disconnect(self) -> None:
        """Free the port. A program that runs goes on running."""
        await self._rooms.connection.close()

    def admit(self, link_filter: LinkFilter) -> None:
        """Have it hear what the board says, before all others."""
        self._rooms.admit(link_filter)

    # --- operations --------------------------------------------------------------------

    @asynccontextmanager
    async def lease(
        self, when_running: WhenRunning = WhenRunning.FAIL, ticket: Ticket | None = None
    ) -> AsyncIterator[Lease]:
        """Have the board at its prompt, alone; afterwards its terminals are as if nothing had happened.

        Raises ProgramRunning, NotConnected, LinkLost, and what explains a board without a prompt.
        ``ticket``: a place in the queue that may be withdrawn, see `Turns.take`.
        """
        await self._take_turn(when_running, ticket)
        try:
            lease = Lease(await self._enter(when_running), self._rooms)
            await self._rooms.enter_link_filter(lease)
            yield lease
        finally:
            self._rooms.end_turn()
            self._rooms.returning.later()

    async def run(
        self,
        source: str,
        file_name: str,
        *,
        first_line: int = 1,
        soft_reset: bool = False,
        when_running: WhenRunning = WhenRunning.FAIL,
        output_queue: OutputQueue | None = None,
    ) -> RunOutcome:
        """Run a user's source; its output goes to the console. No time limit; cancel to interrupt it.

        ``output_queue`` hears the source alone; to be detached by the caller where it does not end well.
        """
        return await self._rooms.program.run(
            lambda ticket: self.lease(when_running, ticket),
            script.prepare(source),
            file_name,
            first_line,
            soft_reset,
            output_queue,
        )

    async def board_info(self, when_running: WhenRunning = WhenRunning.FAIL) -> BoardInfo | None:
        """What the board is; asked for anew. None where it cannot tell."""
        async with self.lease(when_running) as board:
            await self._rooms.probe.ask(board)
        return self.info

    async def interrupt(self) -> None:
        """Ctrl-C until the prompt is back; programs that wait for their turn do not run.

        Raises InterruptIgnored when a program holds on.
        """
        await self._rooms.program.stop(self._rooms.connection.require())

    async def begun(self) -> None:
        """Wait until the program of `run` runs on the board."""
        await self._rooms.program.begun(self._rooms.connection.require())

    async def leave(self, *, show: bool = False, wait: bool = True) -> None:
        """Have the board at its prompt now, where the last operation still has it elsewhere.

        ``show``: the terminals get a new prompt. ``wait``: for that prompt; else the port is freed next.
        """
        if not self._rooms.turns.taken:
            await self._rooms.returning.now(show=show, wait=wait)

    async def soft_reset(self) -> None:
        """A new interpreter: boot.py and main.py run, as after Ctrl-D. Interrupts what runs."""
        rooms = self._rooms
        await self._take_turn(WhenRunning.INTERRUPT)
        try:
            link = await self._enter(WhenRunning.INTERRUPT)
            await rooms.enter_link_filter(Lease(link, rooms))
            await rooms.prompt.clear(link)
        except BaseException:
            rooms.end_turn()
            raise
        # Cancelled, it goes on: what others sent before the board began anew would meet the old interpreter.
        restarting = rooms.tasks.spawn(self._restarting(link), "soft reset")
        if not await asyncio.shield(restarting):
            raise BoardSilent(board=self.name)

    async def _restarting(self, link: Link) -> bool:
        rooms = self._rooms
        try:
            rooms.rebooted.clear()
            await link.send(b"\x04")
            return await rooms.changes.within(link.patience(_RESTART), rooms.rebooted.is_set, link)
        finally:
            rooms.end_turn()

    async def hard_reset(self) -> None:
        """Restart the chip: by its program where there is a prompt, by its lines where there is none."""
        link = self._rooms.connection.require()
        try:
            async with self.lease(WhenRunning.INTERRUPT) as board:
                await board.hard_reset()
        except LinkLost:
            return  # a board on native USB goes away with its chip, and comes back
        except (InterruptIgnored, BoardSilent, ProtocolBroken, ResetUnsupported):
            await self._pulse_reset(link)

    # --- the terminal's side -----------------------------------------------------------

    async def type_keys(self, data: bytes) -> None:
        """Keys of a terminal. During an operation they wait, and are typed when it ends."""
        rooms = self._rooms
        link = rooms.connection.require()
        await link.quiet()
        away = rooms.turns.taken or link.repl.conversing or rooms.prompt.is_away(link)
        if rooms.program.running or not away:
            await rooms.keyboard.send(link, data)
        elif rooms.keyboard.keep(data) and not rooms.turns.taken:
            rooms.returning.soon()

    async def paste(self, text: str) -> None:
        """Several lines at once, through paste mode: typed plainly, auto-indent would garble them."""
        data = script.prepare(text)
        rooms = self._rooms
        link = rooms.connection.require()
        if rooms.program.running or rooms.turns.taken:
            await self.type_keys(data.replace(b"\n", b"\r"))
            return
        await self._take_turn(WhenRunning.FAIL)
        try:
            await rooms.prompt.give_back(link, show=False)
            await rooms.keyboard.paste(link, data)
        finally:
            rooms.end_turn()

    # --- inside ------------------------------------------------------------------------

    async def _take_turn(self, when_running: WhenRunning, ticket: Ticket | None = None) -> None:
        link = self._rooms.connection.require()
        if self.program is not None and when_running is WhenRunning.FAIL:
            raise ProgramRunning(board=self.name, program=self.program)
        if self.program is not None and when_running is WhenRunning.INTERRUPT:
            await self._rooms.program.interrupt(link)
        await self._rooms.turns.take(ticket)

    async def _enter(self, when_running: WhenRunning) -> Link:
        link = self._rooms.connection.require()
        self._rooms.returning.hold()
        await self._rooms.prompt.enter(link, when_running, self.program or "")
        self._rooms.shown.refresh()
        return link

    async def _pulse_reset(self, link: Link) -> None:
        link.abandon()
        await link.set_lines(dtr=False, rts=True)
        await asyncio.sleep(RESET_PULSE)
        self._rooms.prompt.boot_ends = asyncio.get_running_loop().time() + BOOT
        link.restarted()
        self.facts.happened(Until.RESTART)
        await link.set_lines(dtr=False, rts=False)
        self._rooms.shown.refresh()
