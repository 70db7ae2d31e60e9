"""What a board's session is to those who use it: what one in another process can offer as well.

The unit of sharing is the lease. Whoever has it has the board alone: the bytes of its link go to that user,
and the protocol, transfers and mounts run where the user is. Outside of leases a session only tells (its
state, output and incidents, which any number may hear) and takes keys. So nothing here hands out the link,
the facts about the board or tasks: those belong to the process that holds the lease.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Protocol

from jumperwire.board.console import Console, OutputQueue
from jumperwire.board.lease import Lease
from jumperwire.board.state import RunOutcome, State, WhenRunning
from jumperwire.errors import JumperwireError

if TYPE_CHECKING:
    from jumperwire.device.reply import BoardInfo


class Told(Protocol):
    """What a session tells to everybody."""

    @property
    def name(self) -> str:
        """What the board is called."""

    @property
    def state(self) -> State:
        """What the board is believed to do."""

    @property
    def fault(self) -> JumperwireError | None:
        """Why the state is what it is, where something went wrong."""

    @property
    def program(self) -> str | None:
        """The file name of the user's program that runs."""

    @property
    def info(self) -> BoardInfo | None:
        """What the board is, where it was asked and could tell."""

    @property
    def console(self) -> Console:
        """What its terminals hear: output in order, with the incidents between it."""


class Keys(Protocol):
    """What a terminal may do, also while somebody else has the board."""

    async def type_keys(self, data: bytes) -> None:
        """Send keys, or keep them until the operation under way ends. Raises NotConnected, LinkLost."""

    async def paste(self, text: str) -> None:
        """Type several lines at once, through paste mode. Raises NotConnected, ProgramRunning, LinkLost."""

    async def interrupt(self) -> None:
        """Stop what runs or waits for its turn to. Raises NotConnected, InterruptIgnored, LinkLost."""


class BoardSession(Told, Keys, Protocol):
    """All that may be asked of a board."""

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after each change of what is told."""

    async def connect(self) -> None:
        """Have its link open; nothing is sent to the board. Raises what the transport raises."""

    async def disconnect(self) -> None:
        """Give it up; a program that runs goes on running."""

    def lease(self, when_running: WhenRunning = ...) -> AbstractAsyncContextManager[Lease]:
        """Have the board at its prompt, alone, in its turn. Raises ProgramRunning, NotConnected, LinkLost."""

    async def run(
        self,
        source: str,
        file_name: str,
        *,
        first_line: int = ...,
        soft_reset: bool = ...,
        when_running: WhenRunning = ...,
        output_queue: OutputQueue | None = ...,
    ) -> RunOutcome:
        """Run a user's source in its turn. Raises what `lease` raises."""

    async def soft_reset(self) -> None:
        """Begin a new interpreter. Raises BoardSilent, NotConnected, LinkLost."""

    async def hard_reset(self) -> None:
        """Restart the chip. Raises ResetUnsupported, NotConnected."""
