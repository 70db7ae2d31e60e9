"""What a way to move files has to offer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from jumperwire.board.lease import Lease
from jumperwire.filesystem.incoming import Receiver
from jumperwire.filesystem.outgoing import Meter, Outgoing


class TransferStrategy(Protocol):
    """One way. Both methods raise what the board raised, and leave it usable."""

    @property
    def name(self) -> str:
        """For the log."""

    async def send(self, board: Lease, files: Sequence[Outgoing], meter: Meter) -> None:
        """Send all files, each whole or not at all."""

    async def receive(self, board: Lease, receiver: Receiver) -> None:
        """Receive what is missing; what goes wrong on the PC's side is left in the receiver."""
