"""Assembles the parts of one board's session, and connects their events."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from jumperwire.board.changes import Changes
from jumperwire.board.connection import Connection
from jumperwire.board.console import Console
from jumperwire.board.facts import Facts, Until
from jumperwire.board.journal import Journal, Receiving
from jumperwire.board.keyboard import Keyboard
from jumperwire.board.lease import BOOT, Lease
from jumperwire.board.link import Link
from jumperwire.board.link_filter import LinkFilter
from jumperwire.board.notes import Notes
from jumperwire.board.owner import TaskOwner
from jumperwire.board.probe import Probe
from jumperwire.board.program import Program
from jumperwire.board.prompt_access import PromptAccess
from jumperwire.board.resets import Resets
from jumperwire.board.returning import Returning
from jumperwire.board.shown import RUNNING_DELAY, ShownState
from jumperwire.board.state import Identity, State, WhenRunning
from jumperwire.board.turns import Ticket, Turns
from jumperwire.errors import LinkLost, ProgramRunning
from jumperwire.protocol import repl_bytes
from jumperwire.protocol.channel import Event, Rebooted, Started, StrayRawRepl
from jumperwire.protocol.repl_state import ReplState
from jumperwire.transport.stream import LinkTraits, Opened

log = logging.getLogger(__name__)

if TYPE_CHECKING:
    from jumperwire.device.reply import BoardInfo


class Rooms:
    """The parts of a session. It is the `LeaseHost` of its leases and the `LinkUser` of its connection."""

    def __init__(
        self,
        board: Identity,
        opener: Callable[[str], Awaitable[Opened]],
        journal: Journal | None,
        notes: Notes | None,
    ) -> None:
        self.board = board
        self.console = console = Console()
        self.facts = Facts()
        self.notes = notes
        self.receiving = Receiving(journal)
        self.tasks = tasks = TaskOwner(board.address)
        self.changes = changes = Changes()
        self.turns = turns = Turns()
        self.shown = shown = ShownState(changes, self._believed)
        shown.running_delay = lambda: (
            link.soon(RUNNING_DELAY) if (link := self.connection.link) else RUNNING_DELAY
        )
        self.connection = Connection(board, opener, tasks, shown, console, self)
        self.prompt = PromptAccess(board, console, changes, self.receiving)
        self.keyboard = Keyboard(console, changes, tasks, self._keys_sent)
        self.program = Program(board, console, changes, shown, turns)
        self.probe = Probe(board, self.facts, lambda: shown.on_change())
        self.returning = Returning(
            board,
            self.connection,
            turns,
            self.prompt,
            self.keyboard,
            self.probe,
            tasks,
            lambda link: Lease(link, self),
            self.end_turn,
        )
        self.resets = Resets(changes, self.facts, self.prompt, tasks, self.end_turn)
        self._link_filter: LinkFilter | None = None

    async def take_turn(self, when_running: WhenRunning, ticket: Ticket | None = None) -> None:
        """Wait for the turn. Raises ProgramRunning, InterruptIgnored, NotConnected, LinkLost, Withdrawn."""
        link, program = self.connection.require(), self.shown.program
        if program is not None and when_running is WhenRunning.FAIL:
            raise ProgramRunning(board=self.board.name, program=program)
        if program is not None and when_running is WhenRunning.INTERRUPT:
            await self.program.interrupt(link)
        await self.turns.take(ticket)

    async def enter(self, when_running: WhenRunning) -> Link:
        """Have the board at its prompt, for who has the turn. Raises what `PromptAccess.enter` does."""
        link = self.connection.require()
        self.returning.hold()
        await self.prompt.enter(link, when_running, self.shown.program or "")
        self.shown.refresh()
        return link

    def end_turn(self) -> None:
        """Note that an operation has ended.

        At the prompt, keys typed meanwhile come before the next operation.
        """
        link = self.connection.link
        if link and self.keyboard.waiting and not self.prompt.is_away(link):
            self.tasks.spawn(self._end_turn_typing(link), "typed meanwhile")
        else:
            self.turns.give_back()
        self.shown.refresh()

    async def _end_turn_typing(self, link: Link) -> None:
        try:
            await self.keyboard.flush(link)
        except LinkLost as lost:
            log.info("%s: what was typed is lost: %s", self.board.name, lost)
        finally:
            self.turns.give_back()
            self.shown.refresh()

    # --- the link filter ---------------------------------------------------------------

    def admit(self, link_filter: LinkFilter) -> None:
        """Let a filter receive what the board says before anyone else."""
        self._link_filter = link_filter
        if link := self.connection.link:
            link.link_filter = link_filter
            link_filter.attached(link)

    async def enter_link_filter(self, board: Lease) -> None:
        """Let the link filter act: the board is at its prompt, perhaps after a restart."""
        if self._link_filter:
            await self._link_filter.entered(board)

    # --- what leases need --------------------------------------------------------------

    async def known_info(self, board: Lease) -> BoardInfo | None:
        """Return what the probe found, which is asked for once per boot."""
        if not self.probe.asked:
            await self.probe.ask(board)
        return self.probe.info

    # --- as the connection's user ------------------------------------------------------

    def link_opened(self, link: Link, traits: LinkTraits) -> None:
        """Prepare all parts for a new link."""
        link.link_filter = self._link_filter
        now = asyncio.get_running_loop().time()
        self.prompt.link_opened(now + BOOT if traits.starts_board else 0.0)
        if self._link_filter:
            self._link_filter.attached(link)

    def link_ended(self) -> None:
        """Tell all parts that there is no link any more."""
        self.returning.hold()
        self.keyboard.forget()
        self.program.link_ended()
        self.facts.happened(Until.RESTART)
        if self._link_filter:
            self._link_filter.attached(None)

    def on_event(self, event: Event) -> None:
        """React to an event of the protocol other than output."""
        if isinstance(event, Rebooted):
            self.facts.happened(Until.RESTART)
            if self._link_filter:
                self._link_filter.rebooted()
            self.receiving.ended()
            self.resets.heard()
        elif isinstance(event, Started):
            self.console.source_runs()
            if self.program.started() and (link := self.connection.link):
                self.tasks.spawn(self.keyboard.flush(link), "input")
        elif isinstance(event, StrayRawRepl) and (link := self.connection.link):
            self.tasks.spawn(link.send(repl_bytes.FRIENDLY), "leave stray raw REPL")
        self.changed()

    def changed(self) -> None:
        """Note that what is believed about the board may have changed."""
        self.shown.refresh()

    # --- internal ----------------------------------------------------------------------

    def _believed(self) -> State | None:
        link = self.connection.link
        if link is None:
            return None
        if self.shown.program is not None:
            return State.RUNNING
        if self.turns.taken:
            return State.BUSY
        if link.repl.at_prompt or link.repl.state in (ReplState.RAW, ReplState.USERS_RAW):
            return State.IDLE
        return State.RUNNING if link.repl.prompt_line.heard else State.ATTACHED

    def _keys_sent(self, count: int) -> None:
        self.facts.happened(Until.CODE)
        if not self.program.running:
            self.prompt.keys_sent(count)
        self.shown.refresh()
