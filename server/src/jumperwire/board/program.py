"""The user's program that runs on a board, or waits for its turn: run, heard and interrupted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

from jumperwire.board.changes import Changes
from jumperwire.board.console import Console, OutputQueue
from jumperwire.board.lease import Lease
from jumperwire.board.link import Link
from jumperwire.board.shown import ShownState
from jumperwire.board.state import Happening, Identity, Incident, RunEnd, RunOutcome
from jumperwire.board.turns import Ticket, Turns, Withdrawn
from jumperwire.device import traceback
from jumperwire.errors import InterruptIgnored, LinkLost
from jumperwire.protocol import repl_bytes

_INTERRUPTS = (
    (repl_bytes.INTERRUPT, 0.3),
    (repl_bytes.INTERRUPT, 0.3),
    (repl_bytes.INTERRUPT_INPUT, 0.6),
    (repl_bytes.INTERRUPT_INPUT, 1.0),
)
"""What stops a program, and the seconds that each step gets."""

Leasing = Callable[[Ticket], AbstractAsyncContextManager[Lease]]


class Program:
    """Runs programs of the user, one at a time."""

    def __init__(
        self,
        board: Identity,
        console: Console,
        changes: Changes,
        shown: ShownState,
        turns: Turns,
    ) -> None:
        self.running = False
        """Whether the program is running on the board, so that keys are its input."""
        self._board = board
        self._console = console
        self._changes = changes
        self._shown = shown
        self._turns = turns
        self._waiting: set[Ticket] = set()
        self._next_queue: OutputQueue | None = None
        """The queue that is to receive the program's output, from its start."""

    async def run(
        self,
        leasing: Leasing,
        code: bytes,
        file_name: str,
        first_line: int,
        soft_reset: bool,
        output_queue: OutputQueue | None,
        before: Callable[[Lease], Awaitable[None]] | None,
    ) -> RunOutcome:
        """Run a program, as `Session.run` says."""
        clock = asyncio.get_running_loop().time
        began = clock()
        ticket = Ticket()
        self._waiting.add(ticket)
        try:
            async with leasing(ticket) as board:
                if before and not ticket.withdrawn:
                    await before(board)
                self._waiting.discard(ticket)
                if ticket.withdrawn:
                    return RunOutcome(RunEnd.INTERRUPTED, "", clock() - began)
                return await self._run(board, code, file_name, first_line, soft_reset, output_queue)
        except Withdrawn:
            return RunOutcome(RunEnd.INTERRUPTED, "", clock() - began)
        finally:
            self._waiting.discard(ticket)

    async def _run(
        self,
        board: Lease,
        code: bytes,
        file_name: str,
        first_line: int,
        soft_reset: bool,
        output_queue: OutputQueue | None,
    ) -> RunOutcome:
        began = asyncio.get_running_loop().time()
        self._shown.program = file_name
        self._shown.refresh()
        try:
            self._console.begin_line()
            self._console.report(Incident(Happening.RUN_STARTED, file_name))
            if soft_reset:
                await board.soft_reset()
            self._next_queue = output_queue
            finished = await board.run(code)
        except LinkLost:
            return _outcome(RunEnd.LINK, began)
        finally:
            self.link_ended()
            self._shown.program = None
        if finished.reset:
            return self._ended(file_name, _outcome(RunEnd.RESET, began))
        error = traceback.name_source(finished.error, file_name, first_line)
        if error and not finished.shown:
            self._console.begin_line()
            self._console.output(error)
        if output_queue:
            self._console.detach(output_queue)
        self._console.begin_line()
        outcome = self._ended(file_name, _outcome(_end(error), began, error))
        await board.give_back()
        return outcome

    def _ended(self, file_name: str, outcome: RunOutcome) -> RunOutcome:
        self._console.report(Incident(Happening.RUN_ENDED, file_name, outcome=outcome))
        return outcome

    def started(self) -> bool:
        """Note that the source is running, and return whether it is a program of the user."""
        if self._shown.program is None:
            return False
        self.running = True
        if self._next_queue:
            self._console.attach(self._next_queue)
            self._next_queue = None
        return True

    def link_ended(self) -> None:
        """Note that the link has ended, so that nothing runs as far as anybody can know."""
        self.running = False
        self._next_queue = None

    async def begun(self, link: Link) -> None:
        """Wait until the program runs on the board. Raises LinkLost."""
        await self._changes.until(lambda: self.running, link)

    async def stop(self, link: Link) -> None:
        """Interrupt the program, and withdraw the programs that wait for their turn."""
        for ticket in self._waiting:
            self._turns.withdraw(ticket)
        await self.interrupt(link)

    async def interrupt(self, link: Link) -> None:
        """Send Ctrl-C until the prompt is back. Raises InterruptIgnored if the program does not stop."""
        while self._shown.program is not None and not self.running:
            await self._changes.next(link)  # it is still on its way to the board
        if self._turns.taken and not self.running:
            return  # an operation of ours, which ends by itself
        turn, ours = self._turns.count, self.running

        def ended() -> bool:
            """Return whether it has ended; if another turn has begun, what runs now must not be
            interrupted.
            """
            return self._turns.count != turn or (link.repl.at_prompt and not self.running)

        for keys, patience in _INTERRUPTS:
            await link.quiet()
            if ended():
                return
            if self.running or not ours:
                await link.send(keys)
            if await self._changes.within(link.soon(patience), ended, link):
                return
        if not await self._changes.within(link.patience(_INTERRUPTS[-1][1]), ended, link):
            raise InterruptIgnored(board=self._board.name)


def _end(error: bytes) -> RunEnd:
    if not error:
        return RunEnd.DONE
    return RunEnd.INTERRUPTED if traceback.is_interrupt(error) else RunEnd.RAISED


def _outcome(end: RunEnd, began: float, error: bytes = b"") -> RunOutcome:
    seconds = asyncio.get_running_loop().time() - began
    return RunOutcome(end, error.decode("utf-8", "backslashreplace"), seconds)
