"""One board's life: open, lost and open again; who may use it; what its terminals hear."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jumperwire.board import entry
from jumperwire.board.console import Console
from jumperwire.board.journal import Journal
from jumperwire.board.lease import BOOT, NUDGE, Lease
from jumperwire.board.link import Link, NoAnswer
from jumperwire.board.link_filter import LinkFilter
from jumperwire.board.notes import Notes
from jumperwire.board.output_queue import OutputQueue
from jumperwire.board.owner import TaskOwner
from jumperwire.board.state import FILES, Happening, Incident, RunEnd, RunOutcome, State, WhenRunning
from jumperwire.device import script, traceback
from jumperwire.errors import (
    BoardSilent,
    InterruptIgnored,
    JumperwireError,
    LinkLost,
    NotConnected,
    PortGone,
    ProgramRunning,
    ProtocolBroken,
    ResetUnsupported,
)
from jumperwire.protocol import conversations
from jumperwire.protocol.channel import Event, Output, Rebooted, Started, StrayRawRepl
from jumperwire.protocol.prompt_line import Prompt
from jumperwire.protocol.repl_state import ReplState
from jumperwire.transport.opening import open_link
from jumperwire.transport.stream import Opened

if TYPE_CHECKING:
    from jumperwire.device.reply import BoardInfo

log = logging.getLogger(__name__)

LINGER = 0.05
"""Seconds that a board stays in the raw REPL after an operation: the next one then is one round trip."""

SETTLE = 0.15
"""Seconds without a prompt after which a board counts as running, so that no state flickers."""

ECHO = 0.2
"""Seconds for keys to be echoed before an operation counts them as not typed."""

_INTERRUPTS = (
    (conversations.INTERRUPT, 0.3),
    (conversations.INTERRUPT, 0.3),
    (conversations.INTERRUPT_INPUT, 0.6),
    (conversations.INTERRUPT_INPUT, 1.0),
)
"""What stops a program, and the seconds that it gets to come to its end."""

RESET_PULSE = 0.1
"""Seconds that the reset line is held: the length of the pulse is what resets, no event tells its end."""

_RETRY = (0.1, 0.2, 0.5, 1.0)
"""Seconds between attempts to open a lost link again; the last one repeats."""

_SHORT_LIFE = 2.0
_SHORT_LIVES = 5
"""A link that breaks so soon, so often in a row, is closed for good."""

_ROOMY = 6000
"""Bytes of free heap from which on a board is asked for more than what it is."""

_PROBES = 3
"""Attempts: a link may lose something."""

KEYS = 4096
"""Bytes typed during an operation that wait for its end; more are refused with a bell."""


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
        self.address = address
        self.name = name or address
        self.fault: JumperwireError | None = None
        self.program: str | None = None
        self.info: BoardInfo | None = None
        self.console = Console()
        self.on_change: Callable[[], None] = lambda: None
        """Called after each change of state, info or program."""
        self._opener = opener
        self._shown: tuple[State, JumperwireError | None, str | None] = (State.CLOSED, None, None)
        self._link: Link | None = None
        self._link_filter: LinkFilter | None = None
        self._tasks = TaskOwner(address)
        self._turn = asyncio.Lock()
        self._leased = False
        self._capture: Callable[[bytes], None] | None = None
        self._code_runs = False
        self._running = False
        self._next_queue: OutputQueue | None = None
        """What is to hear the program, from where it runs."""
        self._keys: deque[bytes] = deque()
        self._parked: tuple[Prompt | None, bytes] = (None, b"")
        self._clear_line = False
        self._linger: asyncio.TimerHandle | None = None
        self._settle: asyncio.TimerHandle | None = None
        self.window = -1
        """Window of raw-paste on this board; 0 where it has none, -1 where not asked yet."""
        self.pace = -1
        """How carefully unacknowledged source goes: an index of the lease's paces; -1: all at once."""
        self.boot: dict[str, object] = {}
        """What layers above keep until the board restarts."""
        self.memory: dict[str, object] = {}
        """What layers above keep about the board, whatever becomes of its link."""
        self.notes = notes
        """What of that outlives the program."""
        self._journal = journal
        self._receiving = journal is not None and journal.pending
        self._left_receiving = False
        """Whether the link is new, and nobody has looked yet."""
        self._probed = False
        self._rebooted = asyncio.Event()
        self._changed = asyncio.Event()
        self._wanted = False
        """Whether somebody wants it connected, so that a lost link is to be opened again."""
        self._reader: asyncio.Task[None] | None = None
        self._closing: asyncio.Task[None] | None = None
        self._reconnecting: asyncio.Task[None] | None = None
        self._opened_at = 0.0
        self._boot_ends = 0.0
        self._echo_due = 0
        self._interrupts = 0
        """Ctrl-C that were sent and may not have ended a program yet."""
        self._short_lives = 0

    # --- life ------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """What the board is believed to do, found by what it says."""
        return self._shown[0]

    async def connect(self) -> None:
        """Open the link and send nothing. Raises what the transport raises; then the state tells why."""
        if self._link is not None:
            return
        await self._closed()
        await self._stop_reconnecting()
        self._wanted = True
        self._set_state(State.OPENING)
        try:
            opened = await self._opener(self.address)
        except JumperwireError as error:
            self._set_state(State.ABSENT if isinstance(error, PortGone) else State.CLOSED, error)
            raise
        except asyncio.CancelledError:
            self._set_state(State.CLOSED)
            raise
        self._short_lives = 0
        self._adopt(opened, Happening.CONNECTED)

    async def disconnect(self) -> None:
        """Free the port. A program that runs goes on running."""
        self._wanted = False
        await self._stop_reconnecting()
        link, self._link = self._link, None
        if link is None:
            await self._closed()
            if self._reader:
                await asyncio.wait([self._reader])  # it frees the port of a link that was lost
            self._set_state(State.CLOSED)
            return
        self._forget_link()
        self._closing = asyncio.ensure_future(self._close(link))
        await asyncio.shield(self._closing)

    async def _close(self, link: Link) -> None:
        await link.aclose()
        await self._tasks.aclose()
        self._set_state(State.CLOSED)
        self.console.report(Incident(Happening.DISCONNECTED))

    async def _closed(self) -> None:
        """Wait for a `disconnect` that was cancelled: it frees the port all the same."""
        if self._closing:
            await asyncio.wait([self._closing])

    async def wait_for(self, *states: State) -> State:
        """Wait until the state is one of these. Without a limit: the caller knows one."""
        while self.state not in states:
            self._changed.clear()
            await self._changed.wait()
        return self.state

    # --- operations ------------------------------------------------------------------------

    @asynccontextmanager
    async def lease(self, when_running: WhenRunning = WhenRunning.FAIL) -> AsyncIterator[Lease]:
        """Have the board at its prompt, alone; afterwards its terminals are as if nothing had happened.

        Raises ProgramRunning, NotConnected, LinkLost, and what explains a board without a prompt.
        """
        await self._take_turn(when_running)
        try:
            link = await self._enter(when_running)
            lease = Lease(link, self)
            await self.enter_link_filter(lease)
            yield lease
        finally:
            self._leased = False
            self._turn.release()
            self._leave_later()
            self._refresh()

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
        code = script.prepare(source)
        started = asyncio.get_running_loop().time()

        def outcome(end: RunEnd, text: bytes = b"") -> RunOutcome:
            seconds = asyncio.get_running_loop().time() - started
            return RunOutcome(end, text.decode("utf-8", "backslashreplace"), seconds)

        async with self.lease(when_running) as board:
            self.program = file_name
            self._refresh()
            try:
                self._begin_line()
                self.console.report(Incident(Happening.RUN_STARTED, file_name))
                if soft_reset:
                    await board.soft_reset()
                self._next_queue = output_queue
                finished = await board.run(code)
            except LinkLost:
                return outcome(RunEnd.LINK)
            finally:
                self.program = None
                self._running = False
                self._next_queue = None
            if finished.reset:
                self.console.report(Incident(Happening.RUN_ENDED, file_name))
                return outcome(RunEnd.RESET)
            error = traceback.name_source(finished.error, file_name, first_line)
            if error and not finished.shown:
                self._begin_line()
                self._hear(error)
            if output_queue:
                self.console.detach(output_queue)
            self._begin_line()
            self.console.report(Incident(Happening.RUN_ENDED, file_name))
            await self._back_to_prompt(show=True)
            if not error:
                return outcome(RunEnd.DONE)
            interrupted = traceback.is_interrupt(error)
            return outcome(RunEnd.INTERRUPTED if interrupted else RunEnd.RAISED, error)

    async def board_info(self, when_running: WhenRunning = WhenRunning.FAIL) -> BoardInfo | None:
        """What the board is; asked for anew. None where it cannot tell."""
        async with self.lease(when_running) as board:
            await self._probe(board)
        return self.info

    async def interrupt(self) -> None:
        """Ctrl-C until the prompt is back. Raises InterruptIgnored when a program holds on."""
        link = self._require_link()
        while self.program is not None and not self._running:
            await self._wait_change(link)  # it is still on its way to the board
        if self._leased and not self._running:
            return  # an operation of ours: it ends by itself
        for keys, patience in _INTERRUPTS:
            if self._at_prompt(link) and not self._running:
                return
            self._interrupts += 1
            await link.send(keys)
            if await self._within(patience, lambda: self._at_prompt(link) and not self._running):
                return
        raise InterruptIgnored(board=self.name)

    async def begun(self) -> None:
        """Wait until the program of `run` runs on the board."""
        link = self._require_link()
        while not self._running:
            await self._wait_change(link)

    async def leave(self, *, show: bool = False) -> None:
        """Have the board at its prompt now, where the last operation still has it elsewhere.

        ``show``: see `_back_to_prompt`.
        """
        if self._leased:
            return
        if self._linger:
            self._linger.cancel()
            self._linger = None
        await self._leave(probe=False, show=show)

    async def soft_reset(self) -> None:
        """A new interpreter: boot.py and main.py run, as after Ctrl-D. Interrupts what runs."""
        await self._take_turn(WhenRunning.INTERRUPT)
        try:
            link = await self._enter(WhenRunning.INTERRUPT)
            await self.enter_link_filter(Lease(link, self))
            await self._back_to_prompt(show=False, restore=False)
            self._rebooted.clear()
            await link.send(b"\r\x04" if self._parked[0] is not Prompt.PRIMARY else b"\x04")
            if not await self._within(3.0, self._rebooted.is_set):
                raise BoardSilent(board=self.name)
        finally:
            self._leased = False
            self._turn.release()
            self._send_keys()
            self._refresh()

    async def hard_reset(self) -> None:
        """Restart the chip: by its program where there is a prompt, by its lines where there is none."""
        link = self._require_link()
        try:
            async with self.lease(WhenRunning.INTERRUPT) as board:
                await board.hard_reset()
                return
        except LinkLost:
            return  # a board on native USB goes away with its chip, and comes back
        except (InterruptIgnored, BoardSilent, ProtocolBroken, ResetUnsupported):
            await self._pulse_reset(link)

    # --- the terminal's side ---------------------------------------------------------------

    async def type_keys(self, data: bytes) -> None:
        """Keys of a terminal. During an operation they wait, and are typed when it ends."""
        link = self._require_link()
        if self._running or not (self._leased or link.repl.conversing or self._is_away(link)):
            await self._send_now(link, data)
            return
        if sum(map(len, self._keys)) + len(data) > KEYS:
            self.console.hear(b"\a")
            return
        self._keys.append(data)
        if not self._leased:
            self._leave_now()

    async def paste(self, text: str) -> None:
        """Several lines at once, through paste mode: typed plainly, auto-indent would garble them."""
        data = script.prepare(text)
        link = self._require_link()
        if self._running or self._leased:
            await self.type_keys(data.replace(b"\n", b"\r"))
            return
        await self._take_turn(WhenRunning.FAIL)
        line = link.repl.prompt_line
        try:
            await self._back_to_prompt(show=False)
            if line.prompt is not Prompt.PRIMARY:
                await self._send_now(link, data.replace(b"\n", b"\r"))
                return
            await link.send(b"\x05")
            for piece in _pieces(line.typed + data.replace(b"\n", b"\r"), conversations.UNACKNOWLEDGED // 2):
                await self._send_echoed(link, piece)
            await link.send(conversations.END)
        except asyncio.CancelledError:
            self.own(link.send(conversations.INTERRUPT), "leave paste mode")
            raise
        finally:
            self._leased = False
            self._turn.release()
            self._send_keys()
            self._refresh()

    # --- what link filters need ------------------------------------------------------------------

    def admit(self, link_filter: LinkFilter) -> None:
        """Have it hear what the board says, before all others."""
        self._link_filter = link_filter
        if self._link:
            self._link.link_filter = link_filter
            link_filter.attached(self._link)

    async def prompted(self) -> None:
        """Wait until the prompt is there: the state keeps IDLE for a moment when a board begins anew."""
        while self._link is None or not self._at_prompt(self._link):
            self._changed.clear()
            await self._changed.wait()

    async def enter_link_filter(self, board: Lease) -> None:
        """The board is at its prompt, perhaps after a restart."""
        if self._link_filter:
            await self._link_filter.entered(board)

    # --- what leases need ------------------------------------------------------------------

    @asynccontextmanager
    async def capturing(self, sink: Callable[[bytes], None]) -> AsyncIterator[None]:
        """Have what the source prints go to ``sink`` instead of the terminals.

        What comes before it runs is not its own: the late prompt of a board that was still starting.
        """
        before, self._capture = self._capture, sink
        self._code_runs = False
        try:
            yield
        finally:
            self._capture = before

    @property
    def entry_keys(self) -> bytes | None:
        """What to send before Ctrl-A; None when the board is in the raw REPL already."""
        link = self._require_link()
        if link.repl.state is ReplState.RAW:
            return None
        return conversations.INTERRUPT if self._clear_line else b""

    async def known_info(self, board: Lease) -> BoardInfo | None:
        """What the probe found, which is asked for once per boot."""
        if not self._probed:
            await self._probe(board)
        return self.info

    @property
    def receiving(self) -> bool:
        """Whether a receiver of ours may be left on the board, perhaps by a sidecar that was killed."""
        return self._receiving

    @receiving.setter
    def receiving(self, value: bool) -> None:
        if value == self._receiving:
            return
        self._receiving = value
        if self._journal and value:
            self._journal.begin()
        elif self._journal:
            self._journal.end()

    def own(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        """Have the session own a task, so that it outlives a caller that was cancelled."""
        return self._tasks.spawn(work, name)

    async def resynchronize(self, link: Link) -> None:
        """Get a board in step again; where that fails, drop the link, so that it is opened anew."""
        if await entry.resynchronize(link, self.receiving):
            self.receiving = False
        elif self._link is link:
            log.warning("%s does not come back to its prompt; its link is closed", self.name)
            await link.aclose()

    # --- inside ----------------------------------------------------------------------------

    def _require_link(self) -> Link:
        if self._link is None:
            raise self.fault if isinstance(self.fault, LinkLost) else NotConnected(board=self.name)
        return self._link

    def _adopt(self, opened: Opened, happening: Happening) -> None:
        self._link = Link(opened, self._on_event)
        self._link.link_filter = self._link_filter
        self._left_receiving = self.receiving
        self._opened_at = asyncio.get_running_loop().time()
        if opened.traits.starts_board:
            self._boot_ends = self._opened_at + BOOT
        self._set_state(State.ATTACHED)
        self.console.report(Incident(happening, self.address))
        self._reader = self._tasks.spawn(self._live(self._link), "reader")
        if self._link_filter:
            self._link_filter.attached(self._link)

    async def _live(self, link: Link) -> None:
        lost = await link.run()
        if self._link is not link:
            return
        self._link = None
        self._forget_link()
        short = asyncio.get_running_loop().time() - self._opened_at < _SHORT_LIFE
        self._short_lives = self._short_lives + 1 if short else 0
        closed = self._short_lives >= _SHORT_LIVES
        self._set_state(State.CLOSED if closed else State.LOST, lost)
        self.console.report(Incident(Happening.LOST, self.address, lost))
        await link.aclose()
        if not closed and self._wanted:
            self._reconnecting = self._tasks.spawn(self._reconnect(), "reconnect")

    async def _reconnect(self) -> None:
        attempt = 0
        while self._link is None:
            await asyncio.sleep(_RETRY[min(attempt, len(_RETRY) - 1)])
            attempt += 1
            try:
                opened = await self._opener(self.address)
            except JumperwireError as error:
                self._set_state(State.LOST, error)
                continue
            self._adopt(opened, Happening.RECONNECTED)

    async def _stop_reconnecting(self) -> None:
        task, self._reconnecting = self._reconnecting, None
        if task and not task.done():
            task.cancel()
            await asyncio.wait([task])

    def _forget_link(self) -> None:
        for timer in (self._linger, self._settle):
            if timer:
                timer.cancel()
        self._linger = self._settle = None
        self._keys.clear()
        self._running = False
        self._interrupts = 0
        self._forget_boot()
        if self._link_filter:
            self._link_filter.attached(None)

    def _forget_boot(self) -> None:
        self._probed = False
        self.boot.clear()
        self.window = -1

    def _on_event(self, event: Event) -> None:
        if isinstance(event, Output):
            self._hear(event.data)
        elif isinstance(event, Rebooted):
            self._forget_boot()
            if self._link_filter:
                self._link_filter.rebooted()
            self.receiving = False
            self._rebooted.set()
        elif isinstance(event, Started):
            self._code_runs = True
            if self.program is not None:
                self._running = True  # from here on keys are the program's input
                if self._next_queue:
                    self.console.attach(self._next_queue)
                    self._next_queue = None
                self._send_keys()
        elif isinstance(event, StrayRawRepl) and self._link:
            self._tasks.spawn(self._link.send(conversations.FRIENDLY), "leave stray raw REPL")
        self._refresh()

    def _hear(self, data: bytes) -> None:
        if self._capture is not None and self._code_runs:
            self._capture(data)
        else:
            self.console.hear(data)

    def _begin_line(self) -> None:
        """What follows is not to stand behind a prompt or an unfinished line."""
        if not self.console.at_line_start:
            self.console.hear(b"\r\n")

    def _at_prompt(self, link: Link) -> bool:
        return link.repl.at_prompt

    async def _within(self, seconds: float, condition: Callable[[], bool]) -> bool:
        """Whether ``condition`` comes true in time; it is looked at after each thing that happens."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not condition():
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0 or self._link is None:
                return condition()
            self._changed.clear()
            # Not `wait_for`: before Python 3.12 it may lose a cancellation.
            timer = asyncio.get_running_loop().call_later(left, self._changed.set)
            try:
                await self._changed.wait()
            finally:
                timer.cancel()
        return True

    async def _take_turn(self, when_running: WhenRunning) -> None:
        self._require_link()
        if self.program is not None and when_running is WhenRunning.FAIL:
            raise ProgramRunning(board=self.name, program=self.program)
        if self.program is not None and when_running is WhenRunning.INTERRUPT:
            await self.interrupt()
        await self._turn.acquire()
        self._leased = True

    async def _enter(self, when_running: WhenRunning) -> Link:
        """At a prompt, with what was typed there parked; the raw REPL is entered by the first source."""
        link = self._require_link()
        if self._linger:
            self._linger.cancel()
            self._linger = None
        if link.repl.state is ReplState.USERS_RAW:
            await self._leave_user_raw(link)
        await self._in_step(link)
        if link.repl.state is ReplState.RAW:
            return link
        await self._booted(link)
        echoed = await self._within(ECHO, lambda: self.console.count >= self._echo_due)
        self._echo_due = 0
        if not self._at_prompt(link):
            try:
                await entry.find_prompt(link, when_running is WhenRunning.INTERRUPT, self.program or "")
            except ProgramRunning:
                if when_running is not WhenRunning.WAIT:
                    raise
                while not self._at_prompt(link):
                    await self._wait_change(link)
        line = link.repl.prompt_line
        self._parked = (line.prompt, line.typed)
        self._clear_line = bool(line.typed) or line.prompt is not Prompt.PRIMARY or not echoed
        if self._interrupts > 1:
            # micro:bit 1.9 keeps a second one for the program that comes next
            await self.resynchronize(link)
        self._interrupts = 0
        self._refresh()
        return link

    async def _booted(self, link: Link) -> None:
        """Give a board that we started or reset the time to come to its prompt by itself."""
        left = self._boot_ends - asyncio.get_running_loop().time()
        if left > 0:
            await self._within(left, lambda: self._at_prompt(link))
            self._boot_ends = 0.0

    async def _wait_change(self, link: Link) -> None:
        self._changed.clear()
        await self._changed.wait()
        if link.lost:
            raise link.lost

    async def _leave_user_raw(self, link: Link) -> None:
        try:
            await link.converse(conversations.leave_raw(link.repl.channel), entry.ANSWER)
        except NoAnswer:
            return  # resynchronized by the caller

    def _leave_later(self) -> None:
        if self._link is None or not self._is_away(self._link) or self._turn.locked():
            self._send_keys()
            return
        if self._keys:
            self._leave_now()
        else:
            self._linger = asyncio.get_running_loop().call_later(LINGER, self._leave_now)

    async def _in_step(self, link: Link) -> None:
        """Whatever was left on the board, it answers us again.

        On a new link a receiver of ours may have been left, or the board may have been reset since and run
        a program, which is not ours to interrupt: only what answers as a receiver is.
        """
        if self._left_receiving:
            self._left_receiving = False
            await entry.free_receiver(link)  # where there was one, we are out of step now
            self.receiving = False
        if link.repl.state is ReplState.ASTRAY:
            await self.resynchronize(link)

    def _is_away(self, link: Link) -> bool:
        """Whether an operation has left the board elsewhere than at its prompt."""
        return link.repl.state is ReplState.RAW or link.repl.state is ReplState.ASTRAY or self._left_receiving

    def _leave_now(self) -> None:
        if self._linger:
            self._linger.cancel()
            self._linger = None
        if not self._turn.locked():
            self._tasks.spawn(self._leave(), "leave")

    async def _leave(self, *, probe: bool = True, show: bool = False) -> None:
        async with self._turn:
            if self._link is None or not self._is_away(self._link):
                return
            self._leased = True
            try:
                if (
                    probe
                    and self._link.repl.state is not ReplState.ASTRAY
                    and not self._probed
                    and not self._keys
                ):
                    await self._probe(Lease(self._link, self))
                await self._back_to_prompt(show=show)
            except JumperwireError as error:
                log.warning("%s did not come back to its prompt: %s", self.name, error)
            finally:
                self._leased = False
                self._send_keys()
                self._refresh()

    async def _back_to_prompt(self, *, show: bool, restore: bool = True) -> None:
        """Leave the raw REPL, and put back what was typed. ``show``: the terminals get a new prompt."""
        link = self._require_link()
        await self._in_step(link)
        if link.repl.state is not ReplState.RAW:
            return
        try:
            prompt = await link.converse(conversations.leave_raw(link.repl.channel), 2.0)
        except NoAnswer as error:
            raise BoardSilent(board=self.name) from error
        kind, typed = self._parked
        self._parked = (Prompt.PRIMARY, b"")
        if show or kind is not Prompt.PRIMARY:
            self._begin_line()
            self.console.hear(prompt)
        if typed and restore and kind is Prompt.PRIMARY:
            await self._retype(link, typed, show)
        self._refresh()

    async def _retype(self, link: Link, typed: bytes, show: bool) -> None:
        retype = conversations.retype(link.repl.channel, typed, link.repl.prompt_line.text)
        try:
            await link.converse(retype, entry.ANSWER)
        except NoAnswer:
            return  # a line editor that answers otherwise: what it said is shown
        if show:
            self.console.hear(typed)

    async def _probe(self, board: Lease) -> None:
        from jumperwire.device import reply  # not in every start: many a command line needs no probe

        self._probed = True
        for _ in range(_PROBES):
            try:
                execution = await board.exec(script.script("probe"), nudge=NUDGE)
            except ProtocolBroken as error:
                log.info("%s: the probe's reply did not come whole: %s", self.name, error)
                continue
            if execution.error:
                log.info("%s: the probe raised %s", self.name, traceback.last_line(execution.error))
                continue
            try:
                self.info = reply.board_info(execution.output)
                break
            except reply.BadReply as error:
                log.warning("%s: %s", self.name, error)
        for _ in range(_PROBES):
            if self.info is None or (self.info.heap_free or 0) <= _ROOMY or self.info.features is not None:
                break
            try:
                execution = await board.exec(script.script("features"), nudge=NUDGE)
            except ProtocolBroken as error:
                log.info("%s: its features did not come whole: %s", self.name, error)
                continue
            self.info = replace(self.info, features=reply.features(execution.output))
        self.on_change()

    async def _pulse_reset(self, link: Link) -> None:
        link.abandon()
        await link.set_lines(dtr=False, rts=True)
        await asyncio.sleep(RESET_PULSE)
        self._boot_ends = asyncio.get_running_loop().time() + BOOT
        link.restarted()
        self._forget_boot()
        await link.set_lines(dtr=False, rts=False)
        self._refresh()

    async def _send_now(self, link: Link, data: bytes) -> None:
        self.boot.pop(FILES, None)
        if not self._running:
            self._echo_due = max(self._echo_due, self.console.count) + len(data)
        await link.send(data)
        self._refresh()

    def _send_keys(self) -> None:
        if self._keys and self._link is not None:
            data = b"".join(self._keys)
            self._keys.clear()
            self._tasks.spawn(self._send_now(self._link, data), "typed meanwhile")

    async def _send_echoed(self, link: Link, piece: bytes) -> None:
        """Paste mode echoes what it took: the echo is the acknowledgement that the next piece waits for."""
        wanted = len(piece) + piece.count(b"\r") * (len("\r\n=== ") - 1)
        heard = self.console.count
        await link.send(piece)
        await self._within(1.0, lambda: self.console.count - heard >= wanted)

    # --- state -----------------------------------------------------------------------------

    def _set_state(self, state: State, fault: JumperwireError | None = None) -> None:
        self.fault = fault
        self._show(state)

    def _refresh(self) -> None:
        """Show what the board does now; RUNNING only when no prompt has come for a moment."""
        self._changed.set()
        if self._link is None:
            return
        believed = self._believed(self._link)
        if believed is State.RUNNING and self.program is None and self.state is not State.RUNNING:
            if self._settle is None:
                self._settle = asyncio.get_running_loop().call_later(SETTLE, self._settled)
            return
        if self._settle is not None:
            self._settle.cancel()
            self._settle = None
        self._show(believed)

    def _settled(self) -> None:
        self._settle = None
        if self._link is not None:
            self._show(self._believed(self._link))

    def _believed(self, link: Link) -> State:
        if self.program is not None:
            return State.RUNNING
        if self._leased:
            return State.BUSY
        if link.repl.state in (ReplState.RAW, ReplState.USERS_RAW) or self._at_prompt(link):
            return State.IDLE
        return State.RUNNING if link.repl.prompt_line.heard else State.ATTACHED

    def _show(self, state: State) -> None:
        self._changed.set()
        shown = (state, self.fault, self.program)
        if shown != self._shown:
            self._shown = shown
            self.on_change()


def _pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]
