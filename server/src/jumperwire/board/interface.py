"""What users of a board's session may ask of it; a session in another process can offer this too.

The unit of sharing is the lease. Whoever has it has the board exclusively: the bytes of its link go to
that user, and the protocol, transfers and mounts run in the user's process. Outside of leases, a session
only reports (its state, output and incidents, to any number of listeners) and accepts keys. Therefore
nothing here gives access to the link, to the facts about the board, or to tasks: they belong to the
process that has the lease.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Protocol

from jumperwire.board.console import Console, OutputQueue
from jumperwire.board.lease import Lease
from jumperwire.board.state import RunOutcome, State, WhenRunning
from jumperwire.errors import JumperwireError

if TYPE_CHECKING:
    from jumperwire.device.reply import BoardInfo


class Told(Protocol):
    """What a session reports to everybody."""

    @property
    def name(self) -> str:
        """The name of the board."""

    @property
    def state(self) -> State:
        """What the board is believed to be doing."""

    @property
    def fault(self) -> JumperwireError | None:
        """Why the state is what it is, if something went wrong."""

    @property
    def program(self) -> str | None:
        """The file name of the user's program that is running."""

    @property
    def info(self) -> BoardInfo | None:
        """What the board is, if it was asked and could tell."""

    @property
    def console(self) -> Console:
        """What its terminals receive: output in order, with the incidents between it."""


class Keys(Protocol):
    """What a terminal may do, even while somebody else has the board."""

    async def type_keys(self, data: bytes) -> None:
        """Send keys, or keep them until the current operation ends. Raises NotConnected, LinkLost."""

    async def paste(self, text: str) -> None:
        """Type several lines at once, using paste mode. Raises NotConnected, ProgramRunning, LinkLost."""

    async def interrupt(self) -> None:
        """Stop the program that runs or waits for its turn.

        Raises NotConnected, InterruptIgnored, LinkLost.
        """


class BoardSession(Told, Keys, Protocol):
    """Everything that may be asked of a board."""

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after each change of what the session reports."""

    async def connect(self) -> None:
        """Open the link; nothing is sent to the board. Raises the transport's errors."""

    async def disconnect(self) -> None:
        """Close the link; a running program keeps running."""

    def lease(self, when_running: WhenRunning = ...) -> AbstractAsyncContextManager[Lease]:
        """Have the board exclusively at its prompt, in turn.

        Raises ProgramRunning, NotConnected, LinkLost.
        """

    async def run(
        self,
        source: str,
        file_name: str,
        *,
        first_line: int = ...,
        soft_reset: bool = ...,
        when_running: WhenRunning = ...,
        output_queue: OutputQueue | None = ...,
        before: Callable[[Lease], Awaitable[None]] | None = ...,
    ) -> RunOutcome:
        """Run a user's source, in turn, after ``before`` in the same lease. Raises the errors of both."""

    async def soft_reset(self) -> None:
        """Restart the interpreter. Raises BoardSilent, NotConnected, LinkLost."""

    async def hard_reset(self) -> None:
        """Restart the chip. Raises ResetUnsupported, NotConnected."""
