"""One board, and what may be asked of it. `rooms` assembles the modules that do the work."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from jumperwire.board.console import Console, OutputQueue
from jumperwire.board.facts import Facts
from jumperwire.board.journal import Journal
from jumperwire.board.lease import Lease
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
    ProtocolBroken,
    ResetUnsupported,
)
from jumperwire.transport.opening import open_link
from jumperwire.transport.stream import Opened

if TYPE_CHECKING:
    from jumperwire.device.reply import BoardInfo


class Session:
    """One board. Everything that is done with it goes through here; its port has no other owner."""

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
        """The name of the board."""
        return self.board.name

    @property
    def address(self) -> str:
        """The board's address, or its last one."""
        return self.board.address

    @property
    def state(self) -> State:
        """What the board is believed to be doing, judged by what it says."""
        return self._rooms.shown.state

    @property
    def fault(self) -> JumperwireError | None:
        """Why the state is what it is, if something went wrong."""
        return self._rooms.shown.fault

    @property
    def program(self) -> str | None:
        """The file name of the user's program that is running."""
        return self._rooms.shown.program

    @property
    def info(self) -> BoardInfo | None:
        """What the board is, if it was asked and could tell."""
        return self._rooms.probe.info

    @property
    def console(self) -> Console:
        """What its terminals receive."""
        return self._rooms.console

    @property
    def facts(self) -> Facts:
        """What is known about the board."""
        return self._rooms.facts

    @property
    def tasks(self) -> TaskOwner:
        """The owner of tasks that survive the cancellation of a caller, but not the session."""
        return self._rooms.tasks

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after each change of state, info or program."""
        self._rooms.shown.on_change = listener

    async def wait_for(self, *states: State) -> State:
        """Wait, without a time limit, until the state is one of these. The caller sets a limit."""
        await self._rooms.changes.until(lambda: self.state in states)
        return self.state

    async def prompted(self) -> None:
        """Wait for the prompt. The state alone does not show it, since IDLE lingers when a board restarts."""
        at = self._rooms.connection
        await self._rooms.changes.until(lambda: at.link is not None and at.link.repl.at_prompt)

    # --- life --------------------------------------------------------------------------

    async def connect(self) -> None:
        """Open the link and send nothing. Raises the transport's errors; the state then has the reason."""
        await self._rooms.connection.open()

    async def disconnect(self) -> None:
        """Free the port. A running program keeps running."""
        await self._rooms.connection.close()

    def admit(self, link_filter: LinkFilter) -> None:
        """Let a filter receive what the board says before anyone else."""
        self._rooms.admit(link_filter)

    # --- operations --------------------------------------------------------------------

    @asynccontextmanager
    async def lease(
        self, when_running: WhenRunning = WhenRunning.FAIL, ticket: Ticket | None = None
    ) -> AsyncIterator[Lease]:
        """Have the board exclusively at its prompt; its terminals look as if nothing had happened then.

        Raises ProgramRunning, NotConnected, LinkLost, and the errors that explain a board without a
        prompt. ``ticket``: a place in the queue that may be withdrawn, see `Turns.take`.
        """
        await self._rooms.take_turn(when_running, ticket)
        try:
            lease = Lease(await self._rooms.enter(when_running), self._rooms)
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
        before: Callable[[Lease], Awaitable[None]] | None = None,
    ) -> RunOutcome:
        """Run a user's source without a time limit; its output goes to the console. Cancel to interrupt
        it.

        ``output_queue`` receives this output only; the caller detaches it if the run does not end
        normally. ``before`` is called in the same lease, before anything is shown of the run.
        """
        return await self._rooms.program.run(
            lambda ticket: self.lease(when_running, ticket),
            script.prepare(source),
            file_name,
            first_line,
            soft_reset,
            output_queue,
            before,
        )

    async def board_info(self, when_running: WhenRunning = WhenRunning.FAIL) -> BoardInfo | None:
        """Ask again what the board is. None if it cannot tell."""
        async with self.lease(when_running) as board:
            await self._rooms.probe.ask(board)
        return self.info

    async def interrupt(self) -> None:
        """Send Ctrl-C until the prompt is back. Programs that wait for their turn do not run.

        Raises InterruptIgnored if the program does not stop.
        """
        await self._rooms.program.stop(self._rooms.connection.require())

    async def begun(self) -> None:
        """Wait until the program of `run` is running on the board."""
        await self._rooms.program.begun(self._rooms.connection.require())

    async def leave(self, *, show: bool = False, wait: bool = True) -> None:
        """Return to the prompt now, if the last operation has left the board elsewhere.

        ``show``: give the terminals a new prompt. ``wait``: wait for that prompt; otherwise the port is
        freed next.
        """
        if not self._rooms.turns.taken:
            await self._rooms.returning.now(show=show, wait=wait)

    async def soft_reset(self) -> None:
        """Restart the interpreter, interrupting what runs. boot.py and main.py run, as after Ctrl-D."""
        rooms = self._rooms
        await rooms.take_turn(WhenRunning.INTERRUPT)
        try:
            link = await rooms.enter(WhenRunning.INTERRUPT)
            await rooms.enter_link_filter(Lease(link, rooms))
            await rooms.prompt.clear(link)
        except BaseException:
            rooms.end_turn()
            raise
        if not await rooms.resets.soft(link):
            raise BoardSilent(board=self.name)

    async def hard_reset(self) -> None:
        """Restart the chip: by a program if there is a prompt, by the lines if there is none."""
        link = self._rooms.connection.require()
        try:
            async with self.lease(WhenRunning.INTERRUPT) as board:
                await board.hard_reset()
        except LinkLost:
            return  # a board on native USB disappears with its chip, and comes back
        except (InterruptIgnored, BoardSilent, ProtocolBroken, ResetUnsupported):
            await self._rooms.resets.pulse(link)
            self._rooms.shown.refresh()

    # --- the terminal's side -----------------------------------------------------------

    async def type_keys(self, data: bytes) -> None:
        """Type keys of a terminal. During an operation they wait, and are typed when it ends."""
        rooms = self._rooms
        link = rooms.connection.require()
        await link.quiet()
        away = rooms.turns.taken or link.repl.conversing or rooms.prompt.is_away(link)
        if rooms.program.running or not away:
            await rooms.keyboard.send(link, data)
        elif rooms.keyboard.keep(data) and not rooms.turns.taken:
            rooms.returning.soon()

    async def paste(self, text: str) -> None:
        """Type several lines using paste mode, since auto-indent would garble them if they were typed
        plainly.
        """
        data = script.prepare(text)
        rooms = self._rooms
        link = rooms.connection.require()
        if rooms.program.running or rooms.turns.taken:
            await self.type_keys(data.replace(b"\n", b"\r"))
            return
        await rooms.take_turn(WhenRunning.FAIL)
        try:
            await rooms.prompt.give_back(link, show=False)
            await rooms.keyboard.paste(link, data)
        finally:
            rooms.end_turn()
