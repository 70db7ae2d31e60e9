"""The interface of a transfer strategy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from jumperwire.board.lease import Lease
from jumperwire.filesystem.incoming import Receiver
from jumperwire.filesystem.outgoing import Meter, Outgoing


class TransferStrategy(Protocol):
    """One way to move files. Both methods raise what the board raised, and leave the board usable."""

    @property
    def name(self) -> str:
        """The strategy's name in the log."""

    async def send(self, board: Lease, files: Sequence[Outgoing], meter: Meter) -> None:
        """Send all files, each completely or not at all."""

    async def receive(self, board: Lease, receiver: Receiver) -> None:
        """Receive what is missing. Errors on the PC's side are kept in the receiver."""
